namespace Pdp.Telemetry;

/// <summary>Headers for the collector, from a file: they hold a credential, so they are in no option and no log.</summary>
public static class HeadersFile
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The headers; lines that are empty or begin with <c>#</c> are skipped.</summary>
    /// <exception cref="FormatException">A line is none of <c>name: value</c>; says which, and nothing of what it holds.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MostBytes }) throw new FormatException($"must be at most {MostBytes} bytes");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (index, line) in File.ReadAllLines(path).Index())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 1 ? "" : text[..colon].TrimEnd();
            var value = colon < 1 ? "" : text[(colon + 1)..].Trim();
            if (!IsToken(name) || value.Length == 0 || value.Any(c => c is < ' ' or > '~'))
                throw new FormatException($"line {index + 1} must be a header as name: value");
            headers.Add(new(name, value));
        }
        return headers;
    }

    /// <summary>What is wrong with a file; null when it is good.</summary>
    public static string? Problem(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "must be a readable file with one header a line";
        }
    }

    private static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
