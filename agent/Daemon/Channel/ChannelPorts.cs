using Pdp.Core.Ports;

namespace Pdp.Daemon.Channel;

/// <summary>Everything of the agent that the channel meets.</summary>
/// <param name="Intake">Where intents go.</param>
/// <param name="Status">Where statuses come from.</param>
/// <param name="Asks">Who answers questions.</param>
/// <param name="Cluster">What is said of the cluster.</param>
/// <param name="ControlPlane">Where the control plane is and how it is known.</param>
/// <param name="Identity">How the agent shows who it is.</param>
/// <param name="Hints">Who is told that a secret changed.</param>
/// <param name="Chance">Spreads what should not happen everywhere at once.</param>
internal sealed record ChannelPorts(
    IIntake Intake,
    IStatusFeed Status,
    IAnswerAsk Asks,
    IClusterFacts Cluster,
    IControlPlane ControlPlane,
    IChannelIdentity Identity,
    ISecretHints Hints,
    Chance Chance);
