using System.Net.WebSockets;

namespace Pdp.Protocol.Frames;

/// <summary>
/// permessage-deflate (RFC 7692) as both sides offer it. No context is carried from one message to the next: an idle connection
/// then holds no compressor, and one document's bytes cannot be guessed at through the size of another's.
/// </summary>
public static class WebSocketDeflate
{
    /// <summary>Messages smaller than this are sent as they are: preparing a compressor costs more than they could save.</summary>
    private const int WorthwhileBytes = 1024;

    /// <summary>A new options object for <c>DangerousDeflateOptions</c> of the client or the server.</summary>
    public static WebSocketDeflateOptions NewOptions() => new()
    {
        ClientContextTakeover = false,
        ServerContextTakeover = false,
        ClientMaxWindowBits = 15,
        ServerMaxWindowBits = 15,
    };

    /// <summary>How a frame is sent: one message, uncompressed where it is small or carries proof of a key.</summary>
    internal static WebSocketMessageFlags FlagsFor(Frame frame, int bytes) => bytes < WorthwhileBytes || frame is ChallengeFrame or ProofFrame
        ? WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression
        : WebSocketMessageFlags.EndOfMessage;
}
