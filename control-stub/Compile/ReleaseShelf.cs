using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Releases;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Compile;

/// <summary>
/// Releases that are known, and what environments say. A release is what it was when it was first deployed, together with its component
/// type: a type that changes counts for the releases that come after.
/// </summary>
/// <param name="releases">The releases that bindings of the call name, those that are known.</param>
/// <param name="bindings">Their bindings, those that are known.</param>
/// <param name="author">Who brings the others.</param>
/// <param name="now">When.</param>
internal sealed class ReleaseShelf(IReadOnlyList<ReleaseRecord> releases, IReadOnlyList<BindingRecord> bindings, string author, DateTimeOffset now)
{
    private readonly Dictionary<ReleaseKey, ReleaseRecord> _releases = releases.ToDictionary(r => r.Key);
    private readonly Dictionary<BindingKey, BindingRecord> _bindings = bindings.ToDictionary(b => b.Key);

    /// <summary>The release as it is to be deployed, and its record where it is new.</summary>
    public (ReleaseContent Content, ReleaseRecord? Made) Take(BindingParts parts, ReleaseContent compiled, DocumentReport report)
    {
        var header = parts.Release.Header;
        var key = new ReleaseKey(header.Space, parts.Component.Project, parts.Binding.Line.ToString(), header.Name);
        if (_releases.GetValueOrDefault(key) is not { } known)
            return (compiled, new ReleaseRecord(
                key, 0, CanonicalJson.Hash(compiled.Spec), compiled.Document.ToJsonString(), $"{parts.ReleaseDocument.Key.Kind}/{header.Space}/{header.Name}",
                new Dictionary<string, string>(), author, now));
        var kept = ReleaseContent.Of(known);
        if (CanonicalJson.Hash(kept.Spec) == CanonicalJson.Hash(compiled.Spec))
            return (compiled, null);
        parts.BindingDocument.Say(report, to => to.Note(
            FindingRules.Kept, "spec.componentReleaseName",
            $"is deployed as it was when it came, for a release never changes; what differs now counts for another release: {string.Join(", ", Differences.Between(kept.Spec, compiled.Spec))}"));
        // What is written on a component is not of the release.
        var content = (JsonObject)compiled.Document.DeepClone();
        content["spec"] = kept.Spec.DeepClone();
        return (new ReleaseContent(content), null);
    }

    /// <summary>What was put for an environment, apart from documents.</summary>
    public JsonObject Values(BindingKey key) => (JsonObject)JsonNode.Parse(_bindings.GetValueOrDefault(key)?.Values ?? "{}")!;

    /// <summary>The digests known of a release.</summary>
    public IReadOnlyDictionary<string, string> Digests(ReleaseKey key) =>
        _releases.GetValueOrDefault(key)?.Digests ?? new Dictionary<string, string>();
}
