using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Releases;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Pipelines;

/// <summary>Decides whether a release may go on, and with which digests. Pure.</summary>
internal static class PromotionRules
{
    /// <summary>Judges a promotion.</summary>
    /// <param name="one">What is to be looked at.</param>
    /// <param name="force">Whether it may go on although it is not healthy where it comes from.</param>
    public static PromotionVerdict Judge(PromotionCase one, bool force)
    {
        var findings = new List<Finding>();
        if (!one.To.After.Contains(one.From.Environment))
            findings.Add(new Finding(FindingRules.NoPath, "from", NoPath(one)));
        var isThere = one.Origin?.Release == one.Release.Key.Name;
        if (!force && Unhealthy(one, isThere) is { } why)
            findings.Add(new Finding(FindingRules.NotHealthy, "release", why));
        var digests = Digests(one, isThere, findings);
        return new PromotionVerdict(findings, digests);
    }

    private static string NoPath(PromotionCase one) => one.To.IsFirst
        ? $"must not be given: releases begin in {one.To.Environment}; deploy it there"
        : $"must be {string.Join(" or ", one.To.After)}, from where the pipeline {one.Pipeline.Name} leads to {one.To.Environment}";

    private static string? Unhealthy(PromotionCase one, bool isThere)
    {
        var (from, release) = (one.From.Environment, one.Release.Key.Name);
        if (!isThere || one.View is not { } view || view.Intent.Removed)
            return $"must be healthy in {from} first, and {(one.Origin?.Release is { } other ? $"{other} is deployed there" : "nothing is deployed there")}; to go on all the same, force it and say why";
        if (view.Status?.Status is not { } status || status.ObservedGeneration != view.Intent.Generation)
            return $"must be healthy in {from} first; the plane {view.Intent.Plane} has not said yet what became of {release}";
        return status.Phase == IntentPhase.Healthy && status.RunningGeneration == view.Intent.Generation && status.RunningRelease == release
            ? null
            : $"must be healthy in {from} first, and it is {status.Phase} there{(status.RunningRelease == release ? "" : $" and {status.RunningRelease ?? "nothing"} runs")}";
    }

    private static Dictionary<string, string> Digests(PromotionCase one, bool isThere, List<Finding> findings)
    {
        var known = new Dictionary<string, string>(one.Release.Digests);
        foreach (var (container, digest) in ImagePins.Written(one.Content))
            known[container] = digest;
        var seen = isThere && one.View?.Status?.Status is { } status
            ? ImagePins.Seen(one.Content, one.Release.Key.Name, status)
            : new Dictionary<string, string>();
        foreach (var container in ImagePins.Images(one.Content).Keys.Order(StringComparer.Ordinal))
        {
            if (seen.TryGetValue(container, out var digest) && !known.TryAdd(container, digest) && known[container] != digest)
                findings.Add(new Finding(
                    FindingRules.OtherDigest, container,
                    $"runs with {digest} in {one.From.Environment}, and the release is {known[container]}; make another release of what runs there"));
            if (!known.ContainsKey(container) && !one.Pipeline.AllowTags)
                findings.Add(new Finding(
                    FindingRules.UnknownDigest, container,
                    $"has an image whose digest is not known: give the image by digest, have the plane of {one.From.Environment} resolve tags, or set allowTags in the pipeline"));
        }

        return known;
    }
}

/// <summary>Whether a release may go on.</summary>
/// <param name="Findings">Everything that speaks against it; empty when nothing does.</param>
/// <param name="Digests">The digests its images are pinned to, by container.</param>
internal sealed record PromotionVerdict(IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, string> Digests);
