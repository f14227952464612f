// A wallet that we did not write (@openid4vc/openid4vci) takes up an offer.
// In: {offer, txCode, algorithm: 'EdDSA' | 'ES256', by: 'jwk' | 'did:key' | 'did:jwk', session}.
// With a session cookie it goes by the authorisation code, and its owner says yes on the site's own page.
// Out: {credential, configuration, format, holder, token}.
import * as crypto from 'node:crypto';
import {Openid4vciClient, setGlobalConfig} from '@openid4vc/openid4vci';
import {clientAuthenticationAnonymous, clientAuthenticationNone} from '@openid4vc/oauth2';
import {SignJWT, exportJWK, generateKeyPair} from 'jose';
import {text} from 'node:stream/consumers';

setGlobalConfig({allowInsecureUrls: true});
const {offer, txCode, algorithm, by, session} = JSON.parse(await text(process.stdin));
const {publicKey, privateKey} = await generateKeyPair(algorithm, {extractable: true});
const publicJwk = await exportJWK(publicKey);
const clientId = 'wallet.example';
const redirectUri = 'https://wallet.example/back';

const client = new Openid4vciClient({callbacks: {
  fetch,
  hash: (data, name) => crypto.createHash(name.replaceAll('-', '')).update(data).digest(),
  generateRandom: bytes => crypto.randomBytes(bytes),
  clientAuthentication: session ? clientAuthenticationNone({clientId}) : clientAuthenticationAnonymous(),
  signJwt: async (signer, {header, payload}) => ({
    jwt: await new SignJWT(payload).setProtectedHeader(header).sign(privateKey), signerJwk: publicJwk
  }),
  verifyJwt: () => { throw new Error('not expected'); },
  decryptJwe: () => { throw new Error('not expected'); },
  encryptJwe: () => { throw new Error('not expected'); }
}});

const credentialOffer = await client.resolveCredentialOffer(offer);
const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
const configuration = credentialOffer.credential_configuration_ids[0];

const {accessTokenResponse} = session ? await byCode() : await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
  credentialOffer, issuerMetadata, txCode
});
const {c_nonce: nonce} = await client.requestNonce({issuerMetadata});
const did = `did:jwk:${Buffer.from(JSON.stringify(publicJwk)).toString('base64url')}`;
const signer = by === 'jwk' ? {method: 'jwk', publicJwk, alg: algorithm} :
  {method: 'did', didUrl: `${did}#0`, alg: algorithm};
const {jwt} = await client.createCredentialRequestJwtProof({
  issuerMetadata, signer, nonce, credentialConfigurationId: configuration,
  clientId: session ? clientId : undefined
});
const {credentialResponse} = await client.retrieveCredentials({
  issuerMetadata, accessToken: accessTokenResponse.access_token, credentialConfigurationId: configuration,
  proofs: {jwt: [jwt]}
});
await client.sendNotification({
  issuerMetadata, accessToken: accessTokenResponse.access_token,
  notification: {notificationId: credentialResponse.notification_id, event: 'credential_accepted'}
});
process.stdout.write(JSON.stringify({
  credential: credentialResponse.credentials[0].credential, configuration,
  format: issuerMetadata.credentialIssuer.credential_configurations_supported[configuration].format,
  holder: did, publicJwk, privateJwk: await exportJWK(privateKey), token: accessTokenResponse.access_token
}));

async function byCode() {
  const {authorizationRequestUrl, pkce} = await client.createAuthorizationRequestUrlFromOffer({
    credentialOffer, issuerMetadata, clientId, redirectUri, state: 'its-own-state',
    scope: issuerMetadata.credentialIssuer.credential_configurations_supported[configuration].scope
  });
  const url = await owner(authorizationRequestUrl);
  const {code} = client.parseAndVerifyAuthorizationResponseRedirectUrl({
    url, authorizationServerMetadata: issuerMetadata.authorizationServers[0], issuerMetadata, credentialOffer
  });
  return client.retrieveAuthorizationCodeAccessTokenFromOffer({
    credentialOffer, issuerMetadata, authorizationCode: code, pkceCodeVerifier: pkce.codeVerifier, redirectUri
  });
}

// The owner of the wallet, in a browser where they are signed in.
async function owner(address) {
  const shown = await fetch(address, {headers: {cookie: session}});
  const page = await shown.text();
  if(shown.status !== 200) throw new Error(`the page answered ${shown.status}: ${page}`);
  const field = name => page.match(new RegExp(`name="${name}"[^>]*?value="([^"]+)"`))[1];
  const csrf = shown.headers.getSetCookie().map(one => one.split(';')[0]).join('; ');
  const body = new URLSearchParams({
    csrfmiddlewaretoken: field('csrfmiddlewaretoken'), asked: field('asked'), credential: field('credential')
  });
  const answer = await fetch(new URL('/tegnebog/tilladelse/', address), {
    method: 'POST', body, redirect: 'manual', headers: {cookie: `${session}; ${csrf}`}
  });
  if(answer.status !== 302) throw new Error(`the answer was ${answer.status}: ${await answer.text()}`);
  return answer.headers.get('location');
}
