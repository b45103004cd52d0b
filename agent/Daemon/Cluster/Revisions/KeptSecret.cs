using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Rollout;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Revisions;

/// <summary>What is known of the Secret with an intent's revision, without reading it each time.</summary>
/// <param name="Mark">The revision in it; null when that is of no use for the Intent.</param>
/// <param name="IsBegun">Whether it was written before anything of the revision was made, and is a way back only if the journal says that it ran.</param>
/// <param name="Document">Hash of its document.</param>
/// <param name="Uid">The Secret's uid; null when there is none.</param>
/// <param name="Version">The Secret's version; null when there is none.</param>
internal sealed record KeptSecret(RevisionMark? Mark, bool IsBegun, string? Document, string? Uid, string? Version)
{
    /// <summary>There is none.</summary>
    public static KeptSecret None { get; } = new(null, false, null, null, null);

    /// <summary>The status it began with; null where that is not read yet, or needed no more.</summary>
    public IntentStatus? Begun { get; init; }

    /// <summary>The revision that can be gone back to; null when there is none.</summary>
    /// <param name="status">The status of the Intent.</param>
    public RevisionMark? WayBack(IntentStatus status) => IsBegun && !HasRun(status) ? null : Mark;

    /// <summary>Whether the journal says that the revision ran.</summary>
    public bool HasRun(IntentStatus status) => Mark is { } mark && mark.Generation == status.RunningGeneration;

    /// <summary>Whether the journal may not have been told of it: it began, and nothing newer is said to be looked at, or to run.</summary>
    public bool IsPerhapsUntold(IntentStatus status) =>
        IsBegun && Mark is { } mark && mark.Generation >= status.ObservedGeneration && !HasRun(status);

    /// <summary>What is known of a Secret.</summary>
    /// <param name="owner">Uid of the Intent.</param>
    /// <param name="secret">The Secret, or its metadata; null when there is none.</param>
    public static KeptSecret Of(string owner, JsonObject? secret)
    {
        if (secret is null) return None;
        // One that belongs to an earlier Intent of the same name is on its way out and no way back for this one.
        var isOwn = secret.OwnerReferences.Any(reference => reference.GetString("uid") == owner);
        var begun = secret.Annotation(RevisionSecret.BegunAnnotation);
        var mark = isOwn ? MarkOf(secret, begun ?? secret.Annotation(RevisionSecret.GenerationAnnotation)) : null;
        return new KeptSecret(mark, begun is not null, secret.Annotation(RevisionSecret.DocumentAnnotation), secret.Uid, secret.ResourceVersion);
    }

    /// <summary>The status a revision began with; null where it ran before it was kept.</summary>
    public static IntentStatus? BegunOf(Revision? revision) => revision?.Begun is { } begun ? StatusReading.Read(begun) : null;

    // One without the hash is of an agent that kept something else; it is of no use.
    private static RevisionMark? MarkOf(JsonObject secret, string? generation) =>
        secret.Annotation(RevisionSecret.DocumentAnnotation) is not null && long.TryParse(generation, CultureInfo.InvariantCulture, out var number)
            ? new RevisionMark(
                number, secret.Annotation(RevisionSecret.SecretVersionsAnnotation), secret.Annotation(RevisionSecret.ImageDigestsAnnotation))
            : null;
}
