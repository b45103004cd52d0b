using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Routing;

/// <summary>A version as the last pass over its intent left it.</summary>
/// <param name="IntentId">Its intent.</param>
/// <param name="Version">What leads to what runs of it.</param>
/// <param name="Status">The intent's status.</param>
/// <param name="IsLeaving">Whether it is to be undeployed, suspended or removed.</param>
internal sealed record VersionOffer(string IntentId, StableVersion Version, IntentStatus Status, bool IsLeaving);
