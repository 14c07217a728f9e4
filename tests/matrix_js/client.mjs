// A client of Matrix that shares no line with ours: matrix-js-sdk with its Rust crypto, told what to do line by line.
//
// In: {"id": 1, "do": "say", "with": {...}}. Out: {"id": 1, "answer": ...} or {"id": 1, "error": "..."}; what the
// client sees by itself is {"seen": {...}}. Everything that libraries print goes to standard error.
import { createInterface } from "node:readline";

for (const level of ["log", "info", "warn", "debug", "trace", "error"]) {
    console[level] = (...said) => process.stderr.write(`${said.join(" ")}\n`);
}
Promise.withResolvers ??= () => {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
};

const { createClient, ClientEvent, MatrixEventEvent, RoomEvent } = await import("matrix-js-sdk");
const { logger } = await import("matrix-js-sdk/lib/logger.js");
const { CryptoEvent, OnlySignedDevicesIsolationMode, VerificationPhase, VerifierEvent, decodeRecoveryKey } =
    await import("matrix-js-sdk/lib/crypto-api/index.js");
logger.setLevel("silent");

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

let client;
let password;
let secretKey; // of the account's secret storage, once it was given
let verification; // the one that is going on
let compare; // what there is to compare in it

function show(event) {
    if (event.isBeingDecrypted() || event.getSender() === client.getUserId() || event.isState()) return;
    tell({
        seen: {
            room: event.getRoomId(),
            id: event.getId(),
            sender: event.getSender(),
            type: event.getType(),
            content: event.getContent(),
            encrypted: event.isEncrypted(),
            unreadable: event.isDecryptionFailure() ? String(event.decryptionFailureReason) : "",
        },
    });
}

async function until(true_, seconds = 20) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const found = await true_();
        if (found) return found;
        if (Date.now() > end) throw new Error(`did not happen within ${seconds} s: ${true_}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

const joined = (room, user) => client.getRoom(room)?.getMember(user)?.membership === "join";

/** Follow a verification, whoever began it. */
function follow(request) {
    verification = request;
    compare = undefined;
}

async function compared() {
    const verifier = await until(() => verification.verifier ?? (verification.phase === VerificationPhase.Cancelled));
    if (verifier === true) throw new Error(`cancelled: ${verification.cancellationCode}`);
    verifier.on(VerifierEvent.ShowSas, (sas) => (compare = sas));
    verifier.verify().catch(() => {});
    compare = await until(() => verifier.getShowSasCallbacks() ?? compare);
    return { emoji: compare.sas.emoji, decimal: compare.sas.decimal };
}

const deeds = {
    /** Log in as a new device, or as a device with its token, and start syncing. */
    async start({ homeserver, user, password: given, device, token, recoveryKey }) {
        password = given;
        if (recoveryKey) secretKey = decodeRecoveryKey(recoveryKey);
        const plain = createClient({ baseUrl: homeserver, logger });
        const login = token
            ? { user_id: user, device_id: device, access_token: token }
            : await plain.loginRequest({
                  type: "m.login.password",
                  identifier: { type: "m.id.user", user },
                  password,
                  device_id: device,
              });
        client = createClient({
            baseUrl: homeserver,
            userId: login.user_id,
            deviceId: login.device_id,
            accessToken: login.access_token,
            verificationMethods: ["m.sas.v1"],
            logger,
            cryptoCallbacks: {
                getSecretStorageKey: async ({ keys }) => (secretKey ? [Object.keys(keys)[0], secretKey] : null),
                cacheSecretStorageKey: (_, __, key) => (secretKey = key),
            },
        });
        await client.initRustCrypto({ useIndexedDB: false });
        client.on(RoomEvent.Timeline, (event, _, toStart) => {
            if (toStart || event.getId()?.startsWith("~")) return;
            if (event.isEncrypted() && !event.getClearContent() && !event.isDecryptionFailure()) return;
            show(event);
        });
        client.on(MatrixEventEvent.Decrypted, show);
        client.on(CryptoEvent.VerificationRequestReceived, follow);
        await client.startClient({ initialSyncLimit: 50 });
        await until(() => client.getSyncState() === "PREPARED" || client.getSyncState() === "SYNCING");
        // Until its keys are published, nobody can write to this device.
        const published = async () => (await client.downloadKeysForUsers([login.user_id])).device_keys[login.user_id];
        await until(async () => (await published())?.[login.device_id]);
        return { device: login.device_id, token: login.access_token };
    },

    /** Make keys of the account's own and sign this device with them, as Element does at the first login. */
    async bootstrap() {
        // What is published of the account must be known before anything that belongs to it is taken over.
        await client.getCrypto().userHasCrossSigningKeys(client.getUserId(), true);
        const identifier = { type: "m.id.user", user: client.getUserId() };
        await client.getCrypto().bootstrapCrossSigning({
            authUploadDeviceSigningKeys: (upload) => upload({ type: "m.login.password", identifier, password }),
        });
    },

    /** Lock the account's keys with a recovery key, as Element does where somebody sets up recovery; returns the key. */
    async setUpRecovery() {
        const made = await client.getCrypto().createRecoveryKeyFromPassphrase();
        secretKey = made.privateKey;
        await client.getCrypto().bootstrapSecretStorage({ createSecretStorageKey: async () => made });
        return made.encodedPrivateKey;
    },

    /** Open an encrypted room with somebody and wait until they have joined. */
    async openDirect({ user }) {
        const { room_id: room } = await client.createRoom({
            invite: [user],
            is_direct: true,
            preset: "trusted_private_chat",
            initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
        });
        await until(() => joined(room, user));
        return room;
    },

    async join({ room }) {
        await client.joinRoom(room);
        await until(() => joined(room, client.getUserId()));
    },

    /** Write; `onlySigned`: give no keys to devices that their owner has not signed; `onlyVerified`: nor to unverified. */
    async say({ room, text, onlySigned = false, onlyVerified = false }) {
        if (onlySigned) client.getCrypto().setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
        client.getCrypto().globalBlacklistUnverifiedDevices = onlyVerified;
        return (await client.sendEvent(room, "m.room.message", { msgtype: "m.text", body: text })).event_id;
    },

    /** Send any event; a room's encryption applies. */
    async send({ room, type, content }) {
        return (await client.sendEvent(room, type, content)).event_id;
    },

    async device({ user, device }) {
        await client.getCrypto().getUserDeviceInfo([user], true);
        const found = await client.getCrypto().getDeviceVerificationStatus(user, device);
        return found && { signedByOwner: found.signedByOwner, verified: found.crossSigningVerified };
    },

    async user({ user }) {
        const found = await client.getCrypto().getUserVerificationStatus(user);
        return { verified: found.isCrossSigningVerified(), known: await client.getCrypto().userHasCrossSigningKeys(user, true) };
    },

    /**
     * Ask somebody to compare emoji: in a room, or one of their devices directly; without `begins` they must begin.
     * Returns what there is to compare.
     */
    async verify({ user, room, device, begins = true }) {
        const crypto = client.getCrypto();
        follow(await (room ? crypto.requestVerificationDM(user, room) : crypto.requestDeviceVerification(user, device)));
        await until(() => verification.phase !== VerificationPhase.Requested && verification.phase !== VerificationPhase.Unsent);
        if (begins && verification.phase === VerificationPhase.Ready) await verification.startVerification("m.sas.v1");
        return compared();
    },

    /** Take a verification that somebody else has asked for. Returns what there is to compare. */
    async accept() {
        await until(() => verification);
        await verification.accept();
        return compared();
    },

    /** Say whether what was compared is the same; returns how the verification ended. */
    async decide({ same }) {
        if (same) await compare.confirm();
        else compare.mismatch();
        await until(() => [VerificationPhase.Done, VerificationPhase.Cancelled].includes(verification.phase));
        return verification.phase === VerificationPhase.Done ? "done" : String(verification.cancellationCode);
    },

    /** Begin a backup of the room keys, as Element does together with the recovery; returns its version. */
    async backUp() {
        Math.random = () => 0; // else it waits for up to ten seconds before it uploads something
        await client.getCrypto().resetKeyBackup();
        return client.getCrypto().getActiveSessionBackupVersion();
    },

    /** Wait until some room keys are in the backup. */
    async backedUp({ keys }) {
        await until(async () => (await client.getCrypto().checkKeyBackupAndEnable()).backupInfo.count >= keys);
    },

    /** Let the next message in a room begin a new session. */
    async rotate({ room }) {
        await client.getCrypto().forceDiscardSession(room);
    },

    /** Read a secret of the account's secret storage, with the recovery key given at the start. */
    async secret({ name }) {
        return (await client.secretStorage.get(name)) ?? null;
    },

    /** Restore the room keys of the account's backup with the key kept in the secret storage. */
    async restore() {
        await client.getCrypto().loadSessionBackupPrivateKeyFromSecretStorage();
        const { total, imported } = await client.getCrypto().restoreKeyBackup();
        return { total, imported };
    },

    /** Read an event of a room's past. */
    async past({ room, event }) {
        await until(() => client.getRoom(room));
        const known = client.getRoom(room).findEventById(event) ?? (await client.getRoom(room), null);
        const found = known ?? new (await import("matrix-js-sdk")).MatrixEvent(await client.fetchRoomEvent(room, event));
        await client.decryptEventIfNeeded(found);
        if (found.isDecryptionFailure()) await found.attemptDecryption(client.getCrypto(), { isRetry: true });
        return { type: found.getType(), content: found.getContent(), unreadable: found.isDecryptionFailure() };
    },

    async stop() {
        client.stopClient();
        setTimeout(() => process.exit(0), 50);
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const { id, do: deed, with: given } = JSON.parse(line);
    Promise.resolve()
        .then(() => deeds[deed](given ?? {}))
        .then(
            (answer) => tell({ id, answer: answer ?? null }),
            (error) => tell({ id, error: `${error?.message ?? error}` }),
        );
}
process.exit(0);
