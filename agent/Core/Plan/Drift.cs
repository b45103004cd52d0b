using System.Text.Json.Nodes;

namespace Pdp.Core.Plan;

/// <summary>
/// Where a live object differs from what was applied. Only what the manifest says counts: defaults of the server, fields of controllers and
/// of other people are no difference.
/// </summary>
internal sealed class Drift
{
    /// <summary>Most paths told.</summary>
    public const int MostFields = 20;

    private readonly List<string> _fields = [];

    private Drift()
    {
    }

    /// <summary>The paths that differ, in the manifest's order; empty when it is as applied.</summary>
    public static IReadOnlyList<string> Between(JsonObject manifest, JsonObject live)
    {
        var drift = new Drift();
        var owned = OwnedFields.Of(live);
        foreach (var (name, wanted) in manifest)
        {
            if (name is "apiVersion" or "kind" or "status")
                continue;
            drift.Compare(wanted, live[name], owned.Member(name), new Place(name, name, ""));
        }

        return drift._fields;
    }

    /// <summary>The same for one part of an object.</summary>
    public static bool Differs(JsonNode? wanted, JsonNode? live, string name)
    {
        var drift = new Drift();
        drift.Compare(wanted, live, default, new Place(name, name, ""));
        return drift._fields.Count > 0;
    }

    private void Compare(JsonNode? wanted, JsonNode? live, OwnedFields owned, Place place)
    {
        if (_fields.Count >= MostFields || Equivalence.IsNothing(wanted))
            return;
        switch (wanted, live)
        {
            case (JsonObject w, JsonObject l):
                foreach (var (name, value) in w)
                    Compare(value, l[name], owned.Member(name), place.Member(name));
                break;
            case (JsonArray w, JsonArray l):
                CompareLists(w, l, owned, place);
                break;
            case (JsonValue w, _) when Equivalence.AreSame(w, live, place.Name, place.Parent):
                break;
            default:
                // Still the agent's: what is there is what was applied, spelled the server's way, or its default.
                if (!owned.IsOwned)
                    _fields.Add(place.Path);
                break;
        }
    }

    private void CompareLists(JsonArray wanted, JsonArray live, OwnedFields owned, Place place)
    {
        if (owned.IsWhole)
            CompareInOrder(wanted, live, owned, place);
        else if (wanted.All(item => item is JsonValue) && owned.IsOwned)
            CompareAsSet(wanted, live, place);
        else if ((owned.ItemKeys() ?? ListKeys.Of(wanted)) is { } keys)
            CompareByKey(wanted, live, keys, owned, place);
        else
            CompareInOrder(wanted, live, owned, place);
    }

    private void CompareByKey(JsonArray wanted, JsonArray live, IReadOnlyList<string> keys, OwnedFields owned, Place place)
    {
        foreach (var item in wanted.OfType<JsonObject>())
        {
            var where = place.Item(ListKeys.Describe(item, keys));
            if (ListKeys.Find(item, live, keys) is { } there)
                Compare(item, there, owned.Item(keys, there), where);
            else if (_fields.Count < MostFields)
                _fields.Add(where.Path);
        }
    }

    private void CompareAsSet(JsonArray wanted, JsonArray live, Place place)
    {
        if (!wanted.All(item => live.Any(there => JsonNode.DeepEquals(item, there))))
            _fields.Add(place.Path);
    }

    private void CompareInOrder(JsonArray wanted, JsonArray live, OwnedFields owned, Place place)
    {
        if (wanted.Count != live.Count)
        {
            _fields.Add(place.Path);
            return;
        }

        for (var i = 0; i < wanted.Count; i++)
            Compare(wanted[i], live[i], owned, place.Item($"[{i}]"));
    }

    /// <summary>Where the comparison stands: the path, the member's name and the name of the member around it.</summary>
    private readonly record struct Place(string Path, string Name, string Parent)
    {
        public Place Member(string name) =>
            new(name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? $"{Path}.{name}" : $"{Path}[\"{name}\"]", name, Name);

        public Place Item(string item) => this with { Path = Path + item };
    }
}
