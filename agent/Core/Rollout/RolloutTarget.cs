using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>Which generation's objects shall run.</summary>
/// <param name="Generation">The generation; 0 when there is nothing to run.</param>
/// <param name="IsLastGood">The stored revision is used instead of rendering the intent.</param>
/// <param name="SecretVersions">Stands for the versions of its secrets together; null when it has none.</param>
/// <param name="ImageDigests">Stands for the digests of its images together; null when none was resolved.</param>
public sealed record RolloutTarget(long Generation, bool IsLastGood, string? SecretVersions = null, string? ImageDigests = null)
{
    /// <summary>Which revision it is.</summary>
    public RevisionMark Mark => new(Generation, SecretVersions, ImageDigests);

    /// <summary>
    /// Chooses: the intent's own generation, or the last good one once that generation was refused or rolled back. A failed generation is
    /// never tried again; only a newer one is. The same holds for versions of secrets a generation was rolled back with: only others are
    /// tried.
    /// </summary>
    /// <param name="own">The intent's generation, with the newest versions of its secrets.</param>
    /// <param name="status">The stored status.</param>
    /// <param name="lastGood">The last good revision; null when none is kept.</param>
    public static RolloutTarget Choose(RevisionMark own, IntentStatus status, RevisionMark? lastGood)
    {
        var hasFailed = own.Generation <= status.FailedGeneration
            || (own.SecretVersions is not null && own.SecretVersions == status.FailedSecretVersions
                && own.Generation == status.ObservedGeneration);
        return hasFailed
            ? new(lastGood?.Generation ?? 0, IsLastGood: true, lastGood?.SecretVersions, lastGood?.ImageDigests)
            : new(own.Generation, IsLastGood: false, own.SecretVersions, own.ImageDigests);
    }
}
