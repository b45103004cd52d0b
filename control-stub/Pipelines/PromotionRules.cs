using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;
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
        if (!force)
            findings.AddRange(Unhealthy(one, isThere).Select(why => new Finding(FindingRules.NotHealthy, "release", why)));
        var digests = Digests(one, isThere, findings);
        return new PromotionVerdict(findings, digests);
    }

    private static string NoPath(PromotionCase one) => one.To.IsFirst
        ? $"must not be given: releases begin in {one.To.Environment}; deploy it there"
        : $"must be {string.Join(" or ", one.To.After)}, from where the pipeline {one.Pipeline.Name} leads to {one.To.Environment}";

    // On every plane it is on there: what fails on one of them is not ready for the next environment.
    private static IEnumerable<string> Unhealthy(PromotionCase one, bool isThere)
    {
        if (!isThere || one.Views.Count == 0)
            return [$"must be healthy in {one.From.Environment} first, and {(one.Origin?.Release is { } other ? $"{other} is deployed there" : "nothing is deployed there")}; to go on all the same, force it and say why"];
        return one.Views.Select(view => Unhealthy(one, view)).OfType<string>();
    }

    private static string? Unhealthy(PromotionCase one, IntentView view)
    {
        var (from, release) = (one.From.Environment, one.Release.Key.Name);
        if (view.Status?.Status is not { } status || status.ObservedGeneration != view.Intent.Generation)
            return $"must be healthy in {from} first; the plane {view.Intent.Plane} has not said yet what became of {release}";
        return status.Phase == IntentPhase.Healthy && status.RunningGeneration == view.Intent.Generation && status.RunningRelease == release
            ? null
            : $"must be healthy in {from} first, and on the plane {view.Intent.Plane} it is {status.Phase}{(status.RunningRelease == release ? "" : $" and {status.RunningRelease ?? "nothing"} runs")}";
    }

    private static Dictionary<string, string> Digests(PromotionCase one, bool isThere, List<Finding> findings)
    {
        var known = new Dictionary<string, string>(one.Release.Digests);
        foreach (var (container, digest) in ImagePins.Written(one.Content))
            known[container] = digest;
        foreach (var view in one.Views.Where(v => isThere && v.Status?.Status is not null))
            foreach (var (container, digest) in ImagePins.Seen(one.Content, one.Release.Key.Name, view.Status!.Status!).OrderBy(d => d.Key, StringComparer.Ordinal))
                if (!known.TryAdd(container, digest) && known[container] != digest)
                    findings.Add(new Finding(
                        FindingRules.OtherDigest, container,
                        $"runs with {digest} in {one.From.Environment} on the plane {view.Intent.Plane}, and the release is {known[container]}; make another release of what runs there"));
        foreach (var container in ImagePins.Images(one.Content).Keys.Order(StringComparer.Ordinal))
        {
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
