using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Apply;

/// <summary>Who owns which fields of an object: <c>metadata.managedFields</c> read, changed and written.</summary>
internal sealed class FieldManagers
{
    private readonly Dictionary<FieldManagerId, FieldOwnership> _owners = [];

    public bool IsEmpty => _owners.Count == 0;

    public IReadOnlyCollection<FieldManagerId> Ids => [.. _owners.Keys];

    public FieldSet this[FieldManagerId id]
    {
        get => _owners.TryGetValue(id, out var owned) ? owned.Fields : FieldSet.Empty;
        set
        {
            if (value.IsEmpty)
                _owners.Remove(id);
            else
                _owners[id] = _owners.TryGetValue(id, out var owned)
                    ? owned with { Fields = value }
                    : new FieldOwnership(value, null, id.ApiVersion);
        }
    }

    /// <summary>Every owned field, whoever owns it.</summary>
    public FieldSet All => _owners.Values.Aggregate(FieldSet.Empty, (all, owned) => all.Union(owned.Fields));

    /// <summary>When a manager last changed something; the start of time where that was not recorded.</summary>
    public DateTimeOffset TimeOf(FieldManagerId id) =>
        _owners.TryGetValue(id, out var owned) && owned.Time is { } time ? time : DateTimeOffset.MinValue;

    public void Touch(FieldManagerId id, string apiVersion, DateTimeOffset now)
    {
        if (_owners.TryGetValue(id, out var owned))
            _owners[id] = owned with { Time = now.ToUniversalTime(), ApiVersion = apiVersion };
    }

    public static FieldManagers Of(JsonArray? entries)
    {
        var managers = new FieldManagers();
        foreach (var entry in entries.Items())
        {
            var operation = entry.Text("operation") ?? "";
            var apiVersion = entry.Text("apiVersion") ?? "";
            // An applier stays the same one whatever version it applies.
            var id = new FieldManagerId(
                entry.Text("manager") ?? "", operation, operation == "Apply" ? "" : apiVersion, entry.Text("subresource") ?? "");
            managers._owners[id] = new FieldOwnership(FieldSet.OfJson(entry.Object("fieldsV1")), entry.Time("time"), apiVersion);
        }
        return managers;
    }

    /// <summary>The entries in the order the API server keeps: operation, time in seconds, then names.</summary>
    public JsonArray? ToJson()
    {
        if (_owners.Count == 0)
            return null;
        var sorted = _owners
            .OrderBy(o => o.Key.Operation, StringComparer.Ordinal)
            .ThenBy(o => o.Value.Time?.ToUnixTimeSeconds() ?? 0)
            .ThenBy(o => o.Key.Manager, StringComparer.Ordinal)
            .ThenBy(o => o.Value.ApiVersion, StringComparer.Ordinal)
            .ThenBy(o => o.Key.Subresource, StringComparer.Ordinal);
        return new JsonArray([.. sorted.Select(o => Entry(o.Key, o.Value))]);
    }

    private static JsonObject Entry(FieldManagerId id, FieldOwnership owned)
    {
        var entry = new JsonObject { ["manager"] = id.Manager, ["operation"] = id.Operation, ["apiVersion"] = owned.ApiVersion };
        if (owned.Time is { } time)
            entry["time"] = time.UtcDateTime.ToString(TypedScalars.TimeFormat, CultureInfo.InvariantCulture);
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = owned.Fields.ToJson();
        if (id.Subresource.Length > 0)
            entry["subresource"] = id.Subresource;
        return entry;
    }

    private sealed record FieldOwnership(FieldSet Fields, DateTimeOffset? Time, string ApiVersion);
}

/// <summary>One manager in one role; an updater is another one for each API version.</summary>
internal sealed record FieldManagerId(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public bool IsApplier => Operation == "Apply";

    public static FieldManagerId Applier(string manager, string subresource) => new(manager, "Apply", "", subresource);

    public static FieldManagerId Updater(string manager, string apiVersion, string subresource) =>
        new(manager, "Update", apiVersion, subresource);

    /// <summary>As conflicts name it.</summary>
    public override string ToString()
    {
        var text = $"\"{Manager}\"";
        if (Subresource.Length > 0)
            text += $" with subresource \"{Subresource}\"";
        return IsApplier ? text : $"{text} using {ApiVersion}";
    }
}
