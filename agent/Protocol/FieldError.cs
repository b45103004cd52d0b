namespace Pdp.Protocol;

/// <summary>One rule a document broke, and where.</summary>
/// <param name="Path">Path of the field, such as <c>items[3].generation</c>; empty for the whole document.</param>
/// <param name="Rule">What it must be; never what it was.</param>
public sealed record FieldError(string Path, string Rule)
{
    /// <summary><c>path: rule</c>.</summary>
    public override string ToString() => Path.Length == 0 ? Rule : $"{Path}: {Rule}";
}
