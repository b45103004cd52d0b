namespace Pdp.Protocol;

/// <summary>The limits of <c>pdp.v1</c>. Both sides hold to them; a peer that does not is told which one it broke.</summary>
public static class ProtocolLimits
{
    /// <summary>The WebSocket subprotocol.</summary>
    public const string Subprotocol = "pdp.v1";

    /// <summary>The protocol version of <see cref="Subprotocol"/>.</summary>
    public const int Version = 1;

    /// <summary>Where the server answers the upgrade request.</summary>
    public const string ChannelPath = "/agent/v1/channel";

    /// <summary>Where the server enrols an agent that has a bootstrap token.</summary>
    public const string EnrolPath = "/agent/v1/enrol";

    /// <summary>Where the server renews a certificate that expired.</summary>
    public const string RenewPath = "/agent/v1/renew";

    /// <summary>Largest body of a request to <see cref="EnrolPath"/> or <see cref="RenewPath"/>, bytes.</summary>
    public const int IdentityBodyBytes = 16 * 1024;

    /// <summary>Longest certification request, characters of PEM.</summary>
    public const int CsrChars = 4 * 1024;

    /// <summary>Longest certificate with its chain, characters of PEM.</summary>
    public const int CertificateChars = 32 * 1024;

    /// <summary>Most copies of one trust document in a <c>trust</c> frame, each signed by another key.</summary>
    public const int TrustCopies = 4;

    /// <summary>Largest text message, bytes of UTF-8 after decompression.</summary>
    public const int FrameBytes = 2 * 1024 * 1024;

    /// <summary>
    /// Largest intent document, bytes of UTF-8. Fits an Intent resource (1.5 MiB in etcd) as base64url with room for its status.
    /// </summary>
    public const int IntentBytes = 512 * 1024;

    /// <summary>Largest JWS header, bytes of UTF-8.</summary>
    public const int JwsHeaderBytes = 4 * 1024;

    /// <summary>Longest compact JWS, characters: header, an <see cref="IntentBytes"/> payload and a signature in base64url.</summary>
    public const int JwsChars = ((JwsHeaderBytes + IntentBytes) * 4 / 3) + 128;

    /// <summary>Deepest nesting of any JSON on the channel.</summary>
    public const int Depth = 64;

    /// <summary>Most values (objects, lists, strings, numbers …) in one intent document.</summary>
    public const int IntentValues = 50_000;

    /// <summary>Most stamps in one <c>inventory</c> frame.</summary>
    public const int InventoryPage = 1000;

    /// <summary>Most entries in one <c>status</c> frame.</summary>
    public const int StatusBatch = 100;

    /// <summary>Most intents one plane may hold.</summary>
    public const int IntentsPerPlane = 10_000;

    /// <summary>Most reasons in one <c>ack</c> frame; a refusal with more keeps the first.</summary>
    public const int Reasons = 100;

    /// <summary>Most keys in <c>welcome.signingKeys</c> and <c>welcome.tokenKeys</c>.</summary>
    public const int Keys = 16;

    /// <summary>Largest window of unacknowledged <c>intent</c> and <c>remove</c> frames.</summary>
    public const int Window = 1024;

    /// <summary>Most unanswered <c>ask</c> frames.</summary>
    public const int Asks = 8;

    /// <summary>Longest heartbeat, seconds.</summary>
    public const int HeartbeatSeconds = 300;

    /// <summary>Longest pause a peer may ask for before the next dial, seconds.</summary>
    public const int RetryAfterSeconds = 3600;

    /// <summary>Longest id of an intent, characters.</summary>
    public const int IdChars = 63;

    /// <summary>Longest name of anything else (agent, session, request, version, capability), characters.</summary>
    public const int NameChars = 253;

    /// <summary>Longest sentence for people in one field, characters.</summary>
    public const int TextChars = 4096;
}
