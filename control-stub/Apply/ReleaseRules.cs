using System.Text.Json.Nodes;
using Pdp.ControlStub.Compile;
using Pdp.ControlStub.Compile.Sources;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Apply;

/// <summary>What holds for releases beyond their own document.</summary>
internal static class ReleaseRules
{
    /// <summary>A release never changes: what was tested in one environment is what runs in the next.</summary>
    public static void CheckUnchanged(ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, DocumentReport report)
    {
        foreach (var release in call.Sources.Where(s => s.Source is ReleaseSource))
        {
            if (before.TryGetValue(release.Key, out var old)
                && JsonNode.Parse(old.Document)!["spec"] is { } spec
                && release.Content["spec"] is { } now
                && CanonicalJson.Hash(spec) != CanonicalJson.Hash(now))
                release.Say(report, to => to.Error(
                    FindingRules.Immutable, "spec", "must stay as it is, for a release never changes: give the new one a name of its own"));
        }
    }

    /// <summary>A binding stays with its API version: what it deployed of another one would be nobody's.</summary>
    public static void CheckTracks(ApplyCall call, IReadOnlyDictionary<SourceKey, SourceRecord> before, DocumentReport report)
    {
        foreach (var binding in call.Sources.Where(s => s.Source is BindingSource))
            if (before.TryGetValue(binding.Key, out var old) && ((BindingSource)SourceDocument.Read(old).Source).Track != ((BindingSource)binding.Source).Track)
                binding.Say(report, to => to.Error(
                    FindingRules.Immutable, FieldPath.Of("metadata.annotations", BindingSource.TrackAnnotation),
                    "must stay as it is: make a binding of its own for another API version"));
    }

    /// <summary>Tells whoever brings a release that nothing runs differently before a binding names it.</summary>
    public static void NoteUnbound(ApplyCall call, SourceSet set, DocumentReport report)
    {
        foreach (var release in call.Sources.Where(s => s.Source is ReleaseSource))
        {
            var bindings = set.Bindings.Where(b => b.Key.Space == release.Key.Space).ToList();
            if (bindings.Any(b => ((BindingSource)b.Source).Release == release.Key.Name))
                continue;
            var others = bindings.Where(b => ((BindingSource)b.Source).Component == ((ReleaseSource)release.Source).Component)
                .Select(b => b.Key.Name).Take(5).ToList();
            var which = others.Count == 0 ? "a ReleaseBinding" : $"a ReleaseBinding (there is {string.Join(", ", others)})";
            release.Say(report, to => to.Note(
                FindingRules.Unbound, "metadata.name", $"is kept; nothing runs differently until {which} has it as spec.componentReleaseName"));
        }
    }
}
