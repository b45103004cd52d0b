namespace Pdp.LocalCluster.Schema;

/// <summary>The numbers of a structure's fields in the binary form, with the inner messages JSON does not show.</summary>
internal sealed class BinaryLayout
{
    private readonly Dictionary<int, SchemaField> _fields = [];
    private readonly Dictionary<int, BinaryLayout> _groups = [];

    public static BinaryLayout Of(IEnumerable<SchemaField> fields)
    {
        var root = new BinaryLayout();
        foreach (var field in fields.Where(f => f.Number.Count > 0))
        {
            var layout = root;
            foreach (var group in field.Number.Take(field.Number.Count - 1))
            {
                if (!layout._groups.TryGetValue(group, out var inner))
                    layout._groups[group] = inner = new BinaryLayout();
                layout = inner;
            }
            layout._fields.TryAdd(field.Number[^1], field);
        }
        return root;
    }

    public SchemaField? Field(int number) => _fields.GetValueOrDefault(number);

    public BinaryLayout? Group(int number) => _groups.GetValueOrDefault(number);
}
