// Checks a seal with jose, by the certificate in it: reads the JWS on stdin, writes the protected header and payload.
import { generalVerify, importX509, decodeProtectedHeader } from "jose";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const jws = JSON.parse(text);
const header = decodeProtectedHeader(jws.signatures[0]);
const pem = `-----BEGIN CERTIFICATE-----\n${header.x5c[0]}\n-----END CERTIFICATE-----`;
const key = await importX509(pem, header.alg);
try {
  const { payload } = await generalVerify(jws, key);
  console.log(JSON.stringify({ genuine: true, payload: new TextDecoder().decode(payload) }));
} catch (error) {
  console.log(JSON.stringify({ genuine: false, reason: error.code }));
}
