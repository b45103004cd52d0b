namespace Pdp.Core.Routing;

/// <summary>A version that its major version could stand for.</summary>
/// <param name="IntentId">Its intent.</param>
/// <param name="Track">The version, such as <c>v1.2</c>.</param>
/// <param name="Standing">How it is.</param>
/// <param name="Since">Since when it is so, UTC.</param>
public sealed record VersionCandidate(string IntentId, string Track, Standing Standing, DateTimeOffset Since);

/// <summary>Where a major version leads from here on.</summary>
/// <param name="IntentId">The intent of the version; null when there is none to lead to, and nothing is changed.</param>
/// <param name="LookAgainAt">When time alone may change that; null when it cannot.</param>
public sealed record VersionChoice(string? IntentId, DateTimeOffset? LookAgainAt = null);
