namespace Pdp.LocalCluster.Apply;

/// <summary>An applied configuration does not fit the schema at a path.</summary>
internal sealed class FieldTypeException(string path, string rule) : Exception(path.Length == 0 ? rule : $"{path}: {rule}")
{
    public string Path { get; } = path;

    public string Rule { get; } = rule;
}
