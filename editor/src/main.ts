import { startApp } from './app/app';

const mount = document.getElementById('app');
if (mount) void startApp(mount);
