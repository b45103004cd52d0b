using System.Net.WebSockets;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>How the agent shows the control plane which plane it is. Never a name it may choose.</summary>
internal interface IChannelCredential
{
    /// <summary>Adds what belongs into the upgrade request.</summary>
    void AddTo(ClientWebSocketOptions request);

    /// <summary>Answers a challenge; null when this credential holds no key to do so with.</summary>
    ProofFrame? Prove(ChallengeFrame challenge);
}
