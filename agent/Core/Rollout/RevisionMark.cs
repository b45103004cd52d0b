namespace Pdp.Core.Rollout;

/// <summary>Which revision: a generation, made with certain versions of its secrets and certain digests of its images.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="SecretVersions">Stands for the versions of its secrets together; null when it has none.</param>
/// <param name="ImageDigests">Stands for the digests of its images together; null when none was resolved.</param>
public sealed record RevisionMark(long Generation, string? SecretVersions = null, string? ImageDigests = null);
