using System.Text;
using Pdp.Protocol;

namespace Pdp.Daemon.Preview.Documents;

/// <summary>A document as somebody handed it in.</summary>
/// <param name="Name">Where it came from, for people: a file, or <c>-</c> for standard input.</param>
/// <param name="Text">What is in it; anything at all.</param>
internal sealed record PlanSource(string Name, string Text)
{
    private static readonly string[] _endings = [".json", ".jws", ".yaml", ".yml"];

    /// <summary>Reads a file, all documents of a directory in the order of their names, or standard input.</summary>
    /// <param name="path">File, directory, or <c>-</c>.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="IOException">It cannot be read, is too long, or a directory holds no document.</exception>
    public static IReadOnlyList<PlanSource> ReadAll(string path, TextReader input)
    {
        if (path == "-") return [new PlanSource(path, ReadBounded(input, path))];
        if (!Directory.Exists(path)) return [ReadFile(path)];
        var files = Directory.EnumerateFiles(path)
            .Where(file => _endings.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? [.. files.Select(ReadFile)]
            : throw new IOException($"{path}: holds no document; their names end in {string.Join(", ", _endings)}");
    }

    private static PlanSource ReadFile(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return new PlanSource(path, ReadBounded(reader, path));
    }

    private static string ReadBounded(TextReader reader, string name)
    {
        var buffer = new char[ProtocolLimits.JwsChars + 1];
        var count = reader.ReadBlock(buffer, 0, buffer.Length);
        return count < buffer.Length
            ? new string(buffer, 0, count)
            : throw new IOException($"{name}: must be at most {ProtocolLimits.JwsChars} characters");
    }
}
