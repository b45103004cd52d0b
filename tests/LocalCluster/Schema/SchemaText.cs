using System.Globalization;
using System.Text;

namespace Pdp.LocalCluster.Schema;

/// <summary>
/// Reads the tables in <c>Types/</c>. A structure is a line with its name (followed by <c>atomic</c>, or <c>: Base</c>), then an
/// indented line per field: name, type, notes.
/// </summary>
/// <remarks>
/// A name is followed by <c>@</c> and its number in the binary form; <c>@2.1</c> lies in an inner message of number 2 that JSON does
/// not show.
/// Types: a scalar, a structure's name, <c>[T]</c> atomic list, <c>[T set]</c>, <c>[T by key,key]</c>, <c>{T}</c> map,
/// <c>{T atomic}</c>. After the type <c>?</c> keeps zero values, <c>!</c> writes them even when absent. Notes: <c>=json</c>
/// default, <c>when(field=value)</c> condition of the default, <c>required</c>, <c>immutable</c>, <c>in(A,B)</c>, <c>from(n)</c>,
/// <c>to(n)</c>, <c>is(format)</c>, and for strategic merge <c>merge</c>, <c>merge(key)</c>, <c>retainKeys</c>.
/// </remarks>
internal sealed class SchemaText
{
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bases = new(StringComparer.Ordinal);

    /// <summary>Reads all tables together; structures may refer to one another across them.</summary>
    public static IReadOnlyDictionary<string, SchemaType> Read(IEnumerable<string> tables)
    {
        var text = new SchemaText();
        foreach (var scalar in Scalars)
            text._types[scalar.Name] = scalar;
        foreach (var table in tables)
            text.Heads(table);
        foreach (var (name, lines) in text._lines)
        {
            var inherited = text._bases.TryGetValue(name, out var baseName) ? text._lines[baseName] : [];
            text._types[name].Fields = [.. inherited.Concat(lines).Select(text.Field)];
        }
        return text._types;
    }

    private static IEnumerable<SchemaType> Scalars =>
    [
        new(SchemaForm.Any, "any"), new(SchemaForm.Text, "string"), new(SchemaForm.Flag, "bool"),
        new(SchemaForm.Int32, "int32"), new(SchemaForm.Int64, "int64"), new(SchemaForm.Real, "double"),
        new(SchemaForm.IntOrText, "intOrString"), new(SchemaForm.Quantity, "quantity"), new(SchemaForm.Time, "time"),
        new(SchemaForm.MicroTime, "microTime"), new(SchemaForm.Bytes, "bytes"),
    ];

    private void Heads(string table)
    {
        List<string> current = [];
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                current.Add(line.Trim());
                continue;
            }
            var head = line.Split(' ');
            if (head is [_, ":", var baseName])
                _bases[head[0]] = baseName;
            _types.Add(head[0], new SchemaType(SchemaForm.Struct, head[0]) { Atomic = head is [_, "atomic"] });
            _lines[head[0]] = current = [];
        }
    }

    private SchemaField Field(string line)
    {
        var space = line.IndexOf(' ');
        var name = line[..space].Split('@');
        var at = space + 1;
        var type = Type(line, ref at);
        var field = new SchemaField(name[0], type);
        if (name.Length > 1)
            field = field with { Number = [.. name[1].Split('.').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] };
        if (at < line.Length && line[at] is '?' or '!')
            field = field with { Presence = line[at++] == '?' ? FieldPresence.Pointer : FieldPresence.Always };
        foreach (var note in line[at..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            field = Note(field, note);
        return field;
    }

    private SchemaType Type(string line, ref int at)
    {
        if (line[at] == '[')
        {
            at++;
            var item = Type(line, ref at);
            var how = Rest(line, ref at, ']');
            return how switch
            {
                "" => new SchemaType(SchemaForm.List, $"[{item}]") { Element = item },
                "set" => new SchemaType(SchemaForm.List, $"[{item}]") { Element = item, Merge = ListMerge.Set },
                _ => new SchemaType(SchemaForm.List, $"[{item}]")
                {
                    Element = item,
                    Merge = ListMerge.Map,
                    Keys = how["by ".Length..].Split(','),
                },
            };
        }
        if (line[at] == '{')
        {
            at++;
            var value = Type(line, ref at);
            return new SchemaType(SchemaForm.Map, $"{{{value}}}") { Element = value, Atomic = Rest(line, ref at, '}') == "atomic" };
        }
        var start = at;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '.'))
            at++;
        return _types[line[start..at]];
    }

    private static string Rest(string line, ref int at, char close)
    {
        var end = line.IndexOf(close, at);
        var rest = line[at..end].Trim();
        at = end + 1;
        return rest;
    }

    private static SchemaField Note(SchemaField field, string note)
    {
        var open = note.IndexOf('(');
        var inside = open > 0 ? note[(open + 1)..^1] : "";
        return (open > 0 && note[0] != '=' ? note[..open] : note) switch
        {
            "required" => field with { Required = true },
            "immutable" => field with { Immutable = true },
            "retainKeys" => field with { RetainKeys = true },
            "merge" => field with { PatchMerge = true, MergeKey = inside.Length > 0 ? inside : null },
            "in" => field with { In = inside.Split(',') },
            "from" => field with { From = long.Parse(inside, CultureInfo.InvariantCulture) },
            "to" => field with { To = long.Parse(inside, CultureInfo.InvariantCulture) },
            "is" => field with { Format = inside },
            "when" => field with { DefaultWhen = (inside.Split('=')[0], inside.Split('=')[1]) },
            ['=', ..] => field with { Default = Json.JsonText.Parse(Encoding.UTF8.GetBytes(note[1..])) },
            _ => throw new FormatException($"field {field.Name}: unknown note {note}"),
        };
    }
}
