import { startApp } from './app/start';

const mount = document.getElementById('app');
if (mount) void startApp(mount);
