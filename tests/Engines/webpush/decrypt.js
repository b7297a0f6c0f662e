// Decrypts one message of Web Push (RFC 8291). Reads {body, privateKey, authSecret} in base64url from its input and writes the plain text.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const ece = require('http_ece');

const { body, privateKey, authSecret } = JSON.parse(fs.readFileSync(0, 'utf8'));
const key = crypto.createECDH('prime256v1');
key.setPrivateKey(Buffer.from(privateKey, 'base64url'));
process.stdout.write(ece.decrypt(Buffer.from(body, 'base64url'), { version: 'aes128gcm', privateKey: key, authSecret }));
