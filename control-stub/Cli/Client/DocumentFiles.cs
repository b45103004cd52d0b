using System.Net.Http.Headers;
using System.Text;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>Reads documents from files.</summary>
internal static class DocumentFiles
{
    private const string StandardInput = "-";

    /// <summary>The files as one body.</summary>
    /// <param name="paths">Files, or folders of *.yaml, *.yml and *.json; <c>-</c> is standard input.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">One cannot be read.</exception>
    public static async Task<HttpContent> ReadAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        try
        {
            foreach (var path in paths.SelectMany(Files))
            {
                var text = path == StandardInput ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(path, cancellationToken);
                // JSON is YAML too, so that files of both kinds can go together.
                body.Append(body.Length > 0 ? "\n---\n" : "").Append(text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, e.Message);
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/yaml");
        return content;
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal)
        : [path];
}
