using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Plan;

/// <summary>
/// Where a live object differs from what was applied. Only what the manifest says counts: defaults of the server, fields of controllers and
/// of other people are no difference.
/// </summary>
internal sealed class Drift
{
    /// <summary>Most paths told.</summary>
    public const int MostFields = 20;

    private readonly ObjectKey _key;
    private readonly Exemptions _exemptions;
    private readonly List<string> _fields = [];
    private readonly List<FieldWriter> _writers = [];
    private readonly List<(JsonNode Wanted, bool IsGone)> _left = [];
    private readonly List<string> _held = [];

    private Drift(ObjectKey key, Exemptions exemptions) => (_key, _exemptions) = (key, exemptions);

    /// <summary>The paths that differ and are to be put back, in the manifest's order; empty when it is as applied.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Who wrote which of <see cref="Fields"/>, as far as the API server knows.</summary>
    public IReadOnlyList<FieldWriter> Writers => _writers;

    /// <summary>Paths that differ, are contested, and are not put back yet.</summary>
    public IReadOnlyList<string> Held => _held;

    /// <summary>The values of the manifest that are not applied, because what is there is left; and whether there is nothing there.</summary>
    public IReadOnlyList<(JsonNode Wanted, bool IsGone)> Left => _left;

    /// <summary>Compares.</summary>
    /// <param name="manifest">What was applied.</param>
    /// <param name="live">What is there.</param>
    /// <param name="exemptions">What is left as it is.</param>
    public static Drift Of(JsonObject manifest, JsonObject live, Exemptions exemptions)
    {
        var drift = new Drift(ManifestObject.KeyOf(live), exemptions);
        var (owned, others) = (OwnedFields.Of(live), OtherFields.Of(live));
        foreach (var (name, wanted) in manifest)
        {
            if (name is not ("apiVersion" or "kind" or "status"))
                drift.Compare(wanted, live[name], new Place(name, name, "", owned.Member(name), others.Member(name)));
        }

        return drift;
    }

    /// <summary>The paths that differ, nothing being exempted.</summary>
    public static IReadOnlyList<string> Between(JsonObject manifest, JsonObject live) => Of(manifest, live, Exemptions.None).Fields;

    /// <summary>The same for one part of an object.</summary>
    public static bool Differs(JsonNode? wanted, JsonNode? live, string name)
    {
        var drift = new Drift(new ObjectKey("", "", "", null, ""), Exemptions.None);
        drift.Compare(wanted, live, new Place(name, name, "", default, default));
        return drift._fields.Count > 0;
    }

    private void Compare(JsonNode? wanted, JsonNode? live, Place place)
    {
        if (_fields.Count >= MostFields || Equivalence.IsNothing(wanted))
            return;
        switch (wanted, live)
        {
            case (JsonObject w, JsonObject l):
                foreach (var (name, value) in w)
                    Compare(value, l[name], place.Member(name));
                break;
            case (JsonArray w, JsonArray l):
                CompareLists(w, l, place);
                break;
            case (JsonValue w, _) when Equivalence.AreSame(w, live, place.Name, place.Parent):
                break;
            default:
                // Still the agent's: what is there is what was applied, spelled the server's way, or its default.
                if (!place.Owned.IsOwned)
                    Tell(wanted!, live, place);
                break;
        }
    }

    private void CompareLists(JsonArray wanted, JsonArray live, Place place)
    {
        if (place.Owned.IsWhole)
            CompareInOrder(wanted, live, place);
        else if (wanted.All(item => item is JsonValue) && place.Owned.IsOwned)
            CompareAsSet(wanted, live, place);
        else if ((place.Owned.ItemKeys() ?? ListKeys.Of(wanted)) is { } keys)
            CompareByKey(wanted, live, keys, place);
        else
            CompareInOrder(wanted, live, place);
    }

    private void CompareByKey(JsonArray wanted, JsonArray live, IReadOnlyList<string> keys, Place place)
    {
        foreach (var item in wanted.OfType<JsonObject>())
        {
            if (ListKeys.Find(item, live, keys) is { } there)
                Compare(item, there, place.Item(item, keys, there));
            else if (_fields.Count < MostFields)
                Tell(item, null, place.Item(ListKeys.Describe(item, keys)));
        }
    }

    private void CompareAsSet(JsonArray wanted, JsonArray live, Place place)
    {
        if (!wanted.All(item => live.Any(there => JsonNode.DeepEquals(item, there))))
            Tell(wanted, live, place);
    }

    private void CompareInOrder(JsonArray wanted, JsonArray live, Place place)
    {
        if (wanted.Count != live.Count)
        {
            // Nobody else has written it since: a webhook made it so while the agent applied it, and would again.
            if (!place.Owned.IsWhole)
                Tell(wanted, live, place);
            return;
        }

        for (var i = 0; i < wanted.Count; i++)
            Compare(wanted[i], live[i], place.Item($"[{i}]"));
    }

    private void Tell(JsonNode wanted, JsonNode? live, Place place)
    {
        var (isExempt, isHeld) = (_exemptions.IsExempt(_key, place.Path), _exemptions.IsHeld(_key, place.Path));
        if (isExempt || isHeld)
        {
            _left.Add((wanted, live is null));
            if (!isExempt)
                _held.Add(place.Path);
            return;
        }

        _fields.Add(place.Path);
        _writers.AddRange(place.Others.Managers.Take(1).Select(manager => new FieldWriter(place.Path, manager)));
    }

    /// <summary>
    /// Where the comparison stands: the path, the member's name, the name of the member around it, and whose what is there is.
    /// </summary>
    private readonly record struct Place(string Path, string Name, string Parent, OwnedFields Owned, OtherFields Others)
    {
        public Place Member(string name) => new(FieldPath.Member(Path, name), name, Name, Owned.Member(name), Others.Member(name));

        public Place Item(string item) => this with { Path = Path + item };

        public Place Item(JsonObject wanted, IReadOnlyList<string> keys, JsonObject there) => this with
        {
            Path = Path + ListKeys.Describe(wanted, keys),
            Owned = Owned.Item(keys, there),
            Others = Others.Item(keys, there),
        };
    }
}
