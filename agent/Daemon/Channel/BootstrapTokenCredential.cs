using System.Net.WebSockets;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>The bootstrap bundle's token, in the upgrade request's <c>Authorization</c> header, over TLS to a pinned server.</summary>
/// <param name="token">The token; never printed.</param>
internal sealed class BootstrapTokenCredential(string token) : IChannelCredential
{
    public void AddTo(ClientWebSocketOptions request) => request.SetRequestHeader("Authorization", $"Bearer {token}");

    public ProofFrame? Prove(ChallengeFrame challenge) => null;

    public override string ToString() => nameof(BootstrapTokenCredential);
}
