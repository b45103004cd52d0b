using System.CommandLine;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli.Client;

namespace Pdp.ControlStub.Cli.Observe;

/// <summary>What the commands that ask a plane itself have in common: which plane, where it is, whose things.</summary>
internal sealed class PlaneAsked
{
    private static readonly string[] _names = ["organization", "project", "component"];

    private readonly Argument<string?> _within = ComponentName.Within();
    private readonly Option<string?> _plane = new("--plane", "-p") { Description = "The plane. Default: the only one there is." };
    private readonly Option<string?> _url = new("--url") { Description = "Where its observability API is, such as https://observe.acme.example. Default: what its agent said (observe-url)." };
    private readonly Option<string?> _authority = new("--cacert") { HelpName = "FILE", Description = "Trust this PEM authority for the plane. Default: the system's." };
    private readonly Option<string?> _environment = new("--environment", "-e") { Description = "Only of this environment." };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FORMAT", Description = "json prints the API's own items, one a line, for scripts. Default: text for people." };

    /// <summary>The argument and the options.</summary>
    public IEnumerable<Symbol> Symbols => [_within, _plane, _url, _authority, _environment, _output];

    /// <summary>Whether scripts read the answer.</summary>
    /// <exception cref="CliException">It is another format.</exception>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_output) switch
    {
        null or "text" => false,
        "json" => true,
        _ => throw new CliException(ExitCodes.Usage, "--output must be json or text."),
    };

    /// <summary>Whose things are meant, as the plane's API wants it; empty for all.</summary>
    /// <exception cref="CliException">There are too many names.</exception>
    public JsonObject Scope(ParseResult parsed)
    {
        var parts = parsed.GetValue(_within)?.Split('/') ?? [];
        if (parts.Length > 3 || parts.Any(part => part.Length == 0))
            throw new CliException(ExitCodes.Usage, "Give ORGANIZATION, ORGANIZATION/PROJECT or ORGANIZATION/PROJECT/COMPONENT.");
        var scope = new JsonObject(parts.Select((part, i) => KeyValuePair.Create(_names[i], (JsonNode?)part)));
        if (parsed.GetValue(_environment) is { } environment)
            scope["environment"] = environment;
        return scope;
    }

    /// <summary>Finds the plane and makes a token for it that opens no more than is asked for.</summary>
    /// <param name="control">The control plane, which makes the tokens.</param>
    /// <param name="parsed">What was typed.</param>
    /// <param name="verb">What is to be looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">There is no such plane, or it cannot be told where it is.</exception>
    public async Task<PlaneClient> ConnectAsync(ApiClient control, ParseResult parsed, string verb, CancellationToken cancellationToken)
    {
        var plane = parsed.GetValue(_plane) ?? await OnlyAsync(control, cancellationToken);
        var address = await AddressAsync(control, parsed, plane, cancellationToken);
        var body = Scope(parsed);
        body["verbs"] = new JsonArray(verb);
        var path = $"/api/v1/planes/{Uri.EscapeDataString(plane)}/tokens";
        return new PlaneClient(plane, address, parsed.GetValue(_authority), async ct =>
            (string)JsonNode.Parse(await control.SendAsync(HttpMethod.Post, path, JsonContent.Create(body), ct))!["token"]!);
    }

    private async Task<Uri> AddressAsync(ApiClient control, ParseResult parsed, string plane, CancellationToken cancellationToken)
    {
        var told = parsed.GetValue(_url);
        var text = told ?? (string?)(await control.GetAsync($"/api/v1/planes/{Uri.EscapeDataString(plane)}", cancellationToken))["agent"]?["observeUrl"];
        if (text is null)
            throw new CliException(ExitCodes.Usage, $"The agent of plane {plane} has not told the address at which it answers. Name it with --url, or set observe-url at the agent.");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? url
            : throw new CliException(ExitCodes.Usage, $"{(told is null ? "What the agent said of itself" : "--url")} must be an http or https URL.");
    }

    private static async Task<string> OnlyAsync(ApiClient control, CancellationToken cancellationToken) =>
        (await control.GetAsync("/api/v1/planes?limit=2", cancellationToken))["items"] is JsonArray { Count: 1 } planes
            ? (string)planes[0]!["id"]!
            : throw new CliException(ExitCodes.Usage, "Name the plane with --plane: there is not just one.");
}
