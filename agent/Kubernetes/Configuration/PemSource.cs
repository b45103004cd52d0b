namespace Pdp.Kubernetes.Configuration;

/// <summary>PEM text, given or in a file. Never prints what it holds.</summary>
public sealed class PemSource
{
    private readonly string? _text;

    private PemSource(string? text, string? path) => (_text, Path) = (text, path);

    /// <summary>Absolute path of the file; null when the text was given.</summary>
    public string? Path { get; }

    /// <summary>PEM that was given.</summary>
    public static PemSource FromText(string text) => new(text, null);

    /// <summary>PEM in a file, which may be replaced while the process runs.</summary>
    public static PemSource FromFile(string path) => new(null, path);

    /// <summary>The text as it is now.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    internal string Read() => _text ?? BoundedFile.ReadText(Path!, 1024 * 1024);

    /// <inheritdoc/>
    public override string ToString() => Path ?? "(given)";
}
