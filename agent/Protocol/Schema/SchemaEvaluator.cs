using System.Text.Json;

namespace Pdp.Protocol.Schema;

/// <summary>Holds a value against a schema and collects what does not hold. Strings are described, never shown.</summary>
internal sealed class SchemaEvaluator(ReasonList reasons)
{
    /// <summary>Checks a value and all within.</summary>
    public void Check(SchemaNode schema, JsonElement value, DocumentPath path)
    {
        if (reasons.IsFull)
            return;
        if (schema.IsLater)
        {
            reasons.Add(path, NotYet);
            return;
        }

        if (schema.Reference is { } reference)
            Check(reference, value, path);
        if (schema.If is { } condition && (Holds(condition, value, path) ? schema.Then : schema.Else) is { } branch)
            Check(branch, value, path);
        if (ScalarRules.TypeProblem(schema, value) is { } problem)
        {
            reasons.Add(path, problem);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, path);
                break;
            case JsonValueKind.Array:
                CheckList(schema, value, path);
                break;
            default:
                if (ScalarRules.Problem(schema, value) is { } broken)
                    reasons.Add(path, broken);
                break;
        }
    }

    /// <summary>How something is refused that the format knows and this version does not do.</summary>
    public const string NotYet = "not supported by this agent version";

    private static bool Holds(SchemaNode schema, JsonElement value, DocumentPath path)
    {
        var broken = new ReasonList();
        new SchemaEvaluator(broken).Check(schema, value, path);
        return broken.IsEmpty;
    }

    private void CheckObject(SchemaNode schema, JsonElement value, DocumentPath path)
    {
        var present = new HashSet<string>();
        var position = 0;
        foreach (var member in value.EnumerateObject())
        {
            present.Add(member.Name);
            CheckMember(schema, member, path.Member(member.Name, position++));
        }

        foreach (var name in schema.Required.Where(name => !present.Contains(name)))
            reasons.Add(path.Member(name, 0), "is required");
        if (!schema.MemberCount.Hold(present.Count))
            reasons.Add(path, $"must have {schema.MemberCount} entries, had {present.Count}");
        if (schema.ExactlyOne.Count > 0 && schema.ExactlyOne.Count(present.Contains) != 1)
            reasons.Add(path, $"must have exactly one of {string.Join(", ", schema.ExactlyOne)}");
    }

    private void CheckMember(SchemaNode schema, JsonProperty member, DocumentPath path)
    {
        if (schema.MemberNames is { } names && ScalarRules.NameProblem(names, member.Name) is { } problem)
            reasons.Add(path, $"its name {problem}");

        if (schema.Members.TryGetValue(member.Name, out var known))
            Check(known, member.Value, path);
        else if (schema.OtherMembers is { } other)
            Check(other, member.Value, path);
        else if (schema.IsClosed)
            reasons.Add(path, Unknown(member.Name, schema));
    }

    private static string Unknown(string name, SchemaNode schema) =>
        Spelling.Closest(name, schema.Members.Keys) is { } meant ? $"unknown field; {meant} was meant?" : "unknown field";

    private void CheckList(SchemaNode schema, JsonElement value, DocumentPath path)
    {
        var count = value.GetArrayLength();
        if (!schema.ItemCount.Hold(count))
            reasons.Add(path, $"must have {schema.ItemCount} items, had {count}");

        var seen = new HashSet<string>();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = path.Item(index++);
            if (schema.Items is { } items)
                Check(items, item, place);
            if (schema.UniqueItems && item.ValueKind == JsonValueKind.String && !seen.Add(item.GetString()!))
                reasons.Add(place, "is there twice");
        }
    }
}
