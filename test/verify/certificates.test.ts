import { expect, test } from 'vitest';
import { endOf } from '../../lib/verify/index.ts';

// Certificates alone, made for this test: their keys were never kept.
const later = `-----BEGIN CERTIFICATE-----
MIIBezCCASGgAwIBAgIUQzE8VW1XkI04nF2EeEJdMqJoGRYwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHZXhhbXBsZTAgFw0yNjExMjEyMzU1MDdaGA8yMTI2MTAyODIz
NTUwN1owEjEQMA4GA1UEAwwHZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABGjntz98NHEcMAZi7EqIk4SvHv4hLQjMalacwyI0HahJLUt1pJ0zRLeoMkhO
pYTmmaWcPDrFsbdRo5QUyvps8jSjUzBRMB0GA1UdDgQWBBR2eg5T1TI/2I2ihZl6
oAn/agaAYzAfBgNVHSMEGDAWgBR2eg5T1TI/2I2ihZl6oAn/agaAYzAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIBvA6idUWylFyiHcVnAPEd4IFUw1
OAtDNNkRPIm8wDCyAiEAw0+rV1ZKREfAwbdFKkS1N34w8ug276guttO6ctpfYUc=
-----END CERTIFICATE-----
`;
const sooner = `-----BEGIN CERTIFICATE-----
MIIBejCCAR+gAwIBAgIUbFA7/yw/LKNUOiaqV0EA6y4KGiQwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHZXhhbXBsZTAeFw0yNjExMjEyMzU1MDdaFw0zNjExMTgyMzU1
MDdaMBIxEDAOBgNVBAMMB2V4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AATkWkGhxATikjzIwhK9Jf2mcMtTc2upo66VFKw5HsAs5FdtmPMG5rJ2K+0a/s2T
LH+7YFc4m/29AQHPiPtTu/9go1MwUTAdBgNVHQ4EFgQUgg95g8heKUpU+pSBryrz
ZRAojiowHwYDVR0jBBgwFoAUgg95g8heKUpU+pSBryrzZRAojiowDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA+5QeKusfr6uYkUjeCp+TAc1lrDFI
3KFOtMeKHoKIUsgCIQDF6txRYBhFv4+XNqLpMp1yxNPItBmpOIm+hd2mXWwtbg==
-----END CERTIFICATE-----
`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('the end of a certificate is read from its text', () => {
  expect(endOf(base64(later))).toBe('2126-10-28T23:55:07.000Z');
});

test('of several, the first end counts', () => {
  expect(endOf(base64(later + sooner))).toBe('2036-11-18T23:55:07.000Z');
});

test.each([
  ['nothing', ''],
  ['text', base64('no certificate')],
  ['a broken one', base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')],
])('of %s, no end is known', (_, data) => {
  expect(endOf(data)).toBeUndefined();
});
