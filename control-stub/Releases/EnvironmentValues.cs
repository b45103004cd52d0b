using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Releases;

/// <summary>
/// Puts what an environment says over the spec of a release. Only what may differ between environments can be said: what a program is
/// (its images, commands, ports, endpoints) belongs to the release.
/// </summary>
internal static class EnvironmentValues
{
    private const string OfTheRelease = "belongs to the release and is the same in every environment; make another release to change it";

    private static readonly string[] _replaced = ["replicas", "dependsOn"];
    private static readonly string[] _merged = ["config", "connections", "rollout", "autoscaling", "availability", "schedule", "task"];
    private static readonly string[] _ofStorage = ["name", "size", "storageClass"];
    private static readonly string[] _fixedOfEndpoints = ["port", "targetPort", "protocol", "basePath", "apiVersion", "schema"];

    private static readonly string[] _sayable =
        [.. _replaced.Concat(_merged).Concat(["containers", "storage", "endpoints"]).Order(StringComparer.Ordinal)];

    /// <summary>Checks what can be checked without a release.</summary>
    public static void Check(JsonObject values, DocumentReport report) => Apply([], values, report, isAlone: true);

    /// <summary>Puts values over a spec, in place.</summary>
    public static void Apply(JsonObject spec, JsonObject values, DocumentReport report) => Apply(spec, values, report, isAlone: false);

    private static void Apply(JsonObject spec, JsonObject values, DocumentReport report, bool isAlone)
    {
        foreach (var (name, value) in values)
        {
            if (!_sayable.Contains(name))
                report.Error(FindingRules.Immutable, name, $"{OfTheRelease}; an environment may say {string.Join(", ", _sayable)}");
            else if (_replaced.Contains(name))
                spec[name] = value?.DeepClone();
            else if (name == "storage")
                Storage(spec, value, report, isAlone);
            else if (value is not JsonObject fields)
                report.Error(FindingRules.WrongType, name, "must be a mapping");
            else if (_merged.Contains(name))
                Merge(Section(spec, name), fields);
            else if (name == "containers")
                Each(spec, name, fields, report, isAlone, Container);
            else
                Each(spec, name, fields, report, isAlone, Endpoint);
        }

        // A fixed number and one that follows the load exclude each other; what the environment says goes before the release.
        var (isFixed, isScaled) = (values["replicas"] is not null, values["autoscaling"] is not null);
        if (isFixed && isScaled)
            report.Error(FindingRules.Mismatch, "replicas", "must be left out where autoscaling says how many there are");
        else if (isFixed || isScaled)
            spec.Remove(isFixed ? "autoscaling" : "replicas");
    }

    private static void Container(JsonObject container, JsonObject values, string path, DocumentReport report)
    {
        foreach (var (name, value) in values)
        {
            if (name == "resources" && value is JsonObject resources)
                Merge(Section(container, name), resources);
            else if (name == "env" && value is JsonArray variables)
                ByName(container, name, variables, $"{path}.{name}", report, (_, given) => given);
            else
                report.Error(FindingRules.Immutable, $"{path}.{name}", $"{OfTheRelease}; of a container an environment may say env and resources");
        }
    }

    private static void Endpoint(JsonObject endpoint, JsonObject values, string path, DocumentReport report)
    {
        foreach (var field in _fixedOfEndpoints.Where(values.ContainsKey))
            report.Error(FindingRules.Immutable, $"{path}.{field}", OfTheRelease);
        Merge(endpoint, values);
    }

    private static void Storage(JsonObject spec, JsonNode? value, DocumentReport report, bool isAlone)
    {
        if (value is not JsonArray volumes)
        {
            report.Error(FindingRules.WrongType, "storage", "must be a list");
            return;
        }

        foreach (var (index, volume) in volumes.OfType<JsonObject>().Index())
            foreach (var field in volume.Select(f => f.Key).Where(f => !_ofStorage.Contains(f)))
                report.Error(FindingRules.Immutable, $"storage[{index}].{field}", $"{OfTheRelease}; of a volume an environment may say size and storageClass");
        var known = Names(spec["storage"]);
        ByName(spec, "storage", volumes, "storage", report, (there, given) =>
        {
            if (!isAlone && !known.Contains(Text(given["name"]) ?? ""))
                report.Error(FindingRules.BadValue, "storage", $"must name volumes of the release: {List(known)}");
            var merged = (JsonObject)(there?.DeepClone() ?? new JsonObject());
            Merge(merged, given);
            return merged;
        });
    }

    private static void Each(
        JsonObject spec, string name, JsonObject values, DocumentReport report, bool isAlone, Action<JsonObject, JsonObject, string, DocumentReport> apply)
    {
        var all = Section(spec, name);
        foreach (var (key, value) in values)
        {
            var path = FieldPath.Of(name, key);
            if (value is not JsonObject fields)
                report.Error(FindingRules.WrongType, path, "must be a mapping");
            else if (all[key] is JsonObject there)
                apply(there, fields, path, report);
            else if (isAlone)
                apply([], fields, path, report);
            else
                report.Error(FindingRules.BadValue, path, $"must be one of those of the release: {List(all.Select(c => c.Key))}");
        }
    }

    private static void ByName(
        JsonObject owner, string field, JsonArray given, string path, DocumentReport report, Func<JsonObject?, JsonObject, JsonObject> combine)
    {
        var list = owner[field] as JsonArray ?? [];
        foreach (var (index, item) in given.Index())
        {
            if (item is not JsonObject entry || Text(entry["name"]) is not { Length: > 0 } name)
            {
                report.Error(FindingRules.Required, $"{path}[{index}].name", "must be given");
                continue;
            }

            var at = list.ToList().FindIndex(i => i is JsonObject there && Text(there["name"]) == name);
            var combined = (JsonObject)combine(at < 0 ? null : (JsonObject)list[at]!, entry).DeepClone();
            if (at < 0)
                list.Add((JsonNode)combined);
            else
                list[at] = combined;
        }

        if (list.Parent is null && list.Count > 0)
            owner[field] = list;
    }

    /// <summary>Puts an object over another; null takes a field away (RFC 7396).</summary>
    public static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is null)
                into.Remove(name);
            else if (value is JsonObject fields && into[name] is JsonObject there)
                Merge(there, fields);
            else
                into[name] = value.DeepClone();
        }
    }

    private static JsonObject Section(JsonObject owner, string name)
    {
        if (owner[name] is not JsonObject section)
            owner[name] = section = [];
        return section;
    }

    private static HashSet<string> Names(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>().Select(i => Text(i["name"])).OfType<string>()];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? list : "it has none";
}
