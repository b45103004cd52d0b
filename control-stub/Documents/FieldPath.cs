namespace Pdp.ControlStub.Documents;

/// <summary>Writes paths of fields as people know them from Kubernetes.</summary>
internal static class FieldPath
{
    private const int LongestName = 64;

    /// <summary>The path of a field. A name that is none of a schema's is shown only as far as it is short and plain.</summary>
    public static string Of(string path, string name)
    {
        var shown = name.Length <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') ? name : "?";
        if (shown.Contains('.', StringComparison.Ordinal))
            return $"{path}[{shown}]";
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }
}
