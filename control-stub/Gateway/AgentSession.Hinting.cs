using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What the agent is told without an answer.</content>
internal sealed partial class AgentSession
{
    /// <summary>Tells the agent that a secret is said to have another version.</summary>
    /// <returns>False when the session is not ready, or ends.</returns>
    public async Task<bool> HintAsync(string store, string secret, CancellationToken cancellationToken)
    {
        if (!_delivers)
            return false;
        try
        {
            await WriteAsync(new HintFrame(store, secret), cancellationToken);
            return true;
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The reader notices the same and ends the session.
            return false;
        }
    }
}
