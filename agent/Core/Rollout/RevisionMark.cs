namespace Pdp.Core.Rollout;

/// <summary>Which revision: a generation, made with certain versions of its secrets.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="SecretVersions">Stands for the versions of its secrets together; null when it has none.</param>
public sealed record RevisionMark(long Generation, string? SecretVersions = null);
