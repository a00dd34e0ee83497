import { describe, expect, it } from 'vitest';
import { documentPath, linkAddress, routeOf, signInPath } from '../src/app/routes';

const at = (path: string) => routeOf(new URL(path, 'https://quire.example'));

describe('an address', () => {
  it('leads to its page', () => {
    expect(at('/')).toEqual({ page: 'documents' });
    expect(at(documentPath('handbook/2'))).toEqual({ page: 'document', id: 'handbook/2' });
    expect(at('/register')).toEqual({ page: 'register', next: '/' });
    expect(at('/d')).toEqual({ page: 'unknown' });
    expect(at('/d/x/y')).toEqual({ page: 'unknown' });
    expect(at('/d/%E0%A4%A')).toEqual({ page: 'unknown' });
  });

  it('survives signing in on the way', () => {
    expect(at(signInPath('/d/42'))).toEqual({ page: 'sign-in', next: '/d/42' });
  });

  it('that is a share link keeps its token behind the #', () => {
    expect(at(linkAddress('https://quire.example', 't0k_en').slice('https://quire.example'.length))).toEqual({
      page: 'join',
      token: 't0k_en',
    });
    expect(at('/join')).toEqual({ page: 'join', token: '' });
  });

  it('in a mail keeps its token behind the #', () => {
    expect(at('/reset#t0k_en')).toEqual({ page: 'reset', token: 't0k_en' });
    expect(at('/confirm#t0k_en')).toEqual({ page: 'confirm', token: 't0k_en' });
    expect(at('/reset?token=t0k_en')).toEqual({ page: 'reset', token: '' });
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'of another site is not followed after signing in: %s',
    (next) => {
      expect(at(`/sign-in?${new URLSearchParams({ next })}`)).toEqual({ page: 'sign-in', next: '/' });
    },
  );
});
