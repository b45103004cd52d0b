using System.Reflection;

namespace Pdp.LocalCluster.Schema;

/// <summary>The types of the built-in kinds, read once from the embedded tables.</summary>
internal static class BuiltInTypes
{
    private static readonly Lazy<IReadOnlyDictionary<string, SchemaType>> All = new(Load);

    /// <summary>Every structure and scalar by name.</summary>
    public static IReadOnlyDictionary<string, SchemaType> Table => All.Value;

    public static SchemaType Get(string name) => All.Value[name];

    private static IReadOnlyDictionary<string, SchemaType> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return SchemaText.Read(assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".types", StringComparison.Ordinal))
            .Select(n => Text(assembly, n)));
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
