using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads where pods of a component stand towards each other: rules of anti-affinity and of spreading both become a spread.</summary>
internal static class PlacementReader
{
    private static readonly Dictionary<string, SpreadOver> _keys = new(StringComparer.Ordinal)
    {
        ["topology.kubernetes.io/zone"] = SpreadOver.Zone,
        ["failure-domain.beta.kubernetes.io/zone"] = SpreadOver.Zone,
        ["kubernetes.io/hostname"] = SpreadOver.Node,
    };

    /// <summary>What pods are to be spread over, zones before nodes.</summary>
    public static IReadOnlyList<SpreadOver> Read(DocumentFields fields)
    {
        var spread = new SortedSet<SpreadOver>();
        foreach (var constraint in fields.Items("topologySpreadConstraints"))
        {
            constraint.Whole("maxSkew", 1, 1000);
            Term(constraint, constraint.Text("whenUnsatisfiable") != "ScheduleAnyway", spread);
        }

        if (fields.Section("affinity") is { } affinity)
        {
            affinity.NotExpressed("nodeAffinity", "is not in this version; nodes are the cluster's own choice");
            affinity.NotExpressed("podAffinity", "is not in this version; pods are spread or placed freely");
            if (affinity.Section("podAntiAffinity") is { } apart)
                Apart(apart, spread);
            affinity.Close();
        }

        return [.. spread];
    }

    private static void Apart(DocumentFields apart, SortedSet<SpreadOver> spread)
    {
        foreach (var term in apart.Items("requiredDuringSchedulingIgnoredDuringExecution"))
            Term(term, isRequired: true, spread);
        foreach (var weighted in apart.Items("preferredDuringSchedulingIgnoredDuringExecution"))
        {
            weighted.Whole("weight", 1, 100);
            if (weighted.RequiredSection("podAffinityTerm") is { } term)
                Term(term, isRequired: false, spread);
            weighted.Close();
        }

        apart.Close();
    }

    private static void Term(DocumentFields term, bool isRequired, SortedSet<SpreadOver> spread)
    {
        // Whose pods are meant is not asked: a component can only say something of its own.
        term.Skip("labelSelector");
        if (term.RequiredText("topologyKey") is not { Length: > 0 } key)
            return;
        if (!_keys.TryGetValue(key, out var over))
            term.Report.Warn(FindingRules.NotExpressed, term.At("topologyKey"), $"is not in this version; pods are spread over {string.Join(" or ", _keys.Keys)}");
        else if (spread.Add(over) && isRequired)
            term.Report.Note(FindingRules.Defaulted, term.Path, "spreads the pods as evenly as can be: one that has no place of its own runs beside another rather than not at all");
        term.Close();
    }
}
