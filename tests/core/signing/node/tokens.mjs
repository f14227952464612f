// Independent implementations of tokens: jose for JWT, @sd-jwt/sd-jwt-vc for SD-JWT VC and Token Status List.
// In: {now, keys: {kid: jwk}, lists: {address: token}, types: {vct: text}, issue: {...},
//   verify: [{kind, token, nonce}]}. With types, that of the token is asked for and held against its hash.
// Out: {issued: {...}, verified: [{claims} or {error}]}.
import {
  CompactSign, SignJWT, compactVerify, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify
} from 'jose';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {digest, generateSalt} from '@sd-jwt/crypto-nodejs';
import {text} from 'node:stream/consumers';

const input = JSON.parse(await text(process.stdin));
const now = Math.floor(new Date(input.now).getTime() / 1000);

// The package's own fetcher holds the hash against hexadecimal digits; Subresource Integrity has base64.
async function typeOf(address, integrity) {
  const published = input.types[address];
  const hash = `sha256-${Buffer.from(digest(published, 'sha256')).toString('base64')}`;
  if(integrity !== hash) {
    throw new Error(`Integrity check for ${address} failed`);
  }
  return JSON.parse(published);
}

async function holds(signed, signature, jwk) {
  const token = `${signed}.${signature}`;
  await compactVerify(token, await importJWK(jwk, decodeProtectedHeader(token).alg));
  return true;
}

function instance(jwk, alg, signKey, kbJwk, kbKey, kbAlg) {
  const signerOf = (key, alg) => async data => {
    const [header, payload] = data.split('.');
    const token = await new CompactSign(Buffer.from(payload, 'base64url'))
      .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url'))).sign(key);
    return token.split('.')[2];
  };
  return new SDJwtVcInstance({
    hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt,
    verifier: async (data, signature) => holds(data, signature, jwk).catch(() => false),
    kbVerifier: async (data, signature, payload) => holds(data, signature, payload.cnf.jwk).catch(() => false),
    statusListFetcher: async address => input.lists[address],
    loadTypeMetadataFormat: Boolean(input.types),
    vctFetcher: typeOf,
    ...(signKey ? {signer: signerOf(signKey, alg), signAlg: alg} : {}),
    ...(kbKey ? {kbSigner: signerOf(kbKey, kbAlg), kbSignAlg: kbAlg} : {})
  });
}

async function verify({kind, token, nonce}) {
  const jwk = input.keys[decodeProtectedHeader(token.split('~')[0]).kid];
  if(!jwk) {
    throw new Error('unknown kid');
  }
  if(kind === 'jwt') {
    const {payload} = await jwtVerify(
      token, await importJWK(jwk, decodeProtectedHeader(token).alg), {algorithms: ['EdDSA', 'ES256'], currentDate: new Date(input.now)});
    return payload;
  }
  const {payload, typeMetadata} = await instance(jwk).verify(
    token, {currentDate: now, ...(nonce ? {keyBindingNonce: nonce} : {})});
  return {...payload, ...(input.types ? {typeMetadata} : {})};
}

async function issue({alg, kid, credential, claims, frame, present, nonce, audience}) {
  const {publicKey, privateKey} = await generateKeyPair(alg, {extractable: true});
  const holder = await generateKeyPair('ES256', {extractable: true});
  const jwt = await new SignJWT(credential).setProtectedHeader({alg, typ: 'JWT', kid}).sign(privateKey);
  const sd = instance(null, alg, privateKey, null, holder.privateKey, 'ES256');
  const cnf = {jwk: await exportJWK(holder.publicKey)};
  const sdJwt = await sd.issue({...claims, cnf}, frame, {header: {kid}});
  const presented = await sd.present(sdJwt, present, {
    kb: {payload: {iat: now, aud: audience, nonce}}
  });
  return {key: await exportJWK(publicKey), jwt, sdJwt, presented};
}

const issued = input.issue && await issue(input.issue);
const verified = [];
for(const entry of input.verify ?? []) {
  try {
    verified.push({claims: await verify(entry)});
  } catch(error) {
    verified.push({error: String(error?.message ?? error)});
  }
}
process.stdout.write(JSON.stringify({issued, verified}));
