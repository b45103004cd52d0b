using System.CommandLine;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>How client commands find the control plane. On its own machine they need no option at all.</summary>
internal sealed class ClientOptions
{
    private readonly Option<string?> _server = new("--server") { HelpName = "URL", Description = "The operators' listener. Default: where the control plane of --data listens.", Recursive = true };
    private readonly Option<string?> _tokenFile = new("--token-file") { HelpName = "FILE", Description = "A file with the token. Default: admin-token in --data.", Recursive = true };
    private readonly Option<string?> _authority = new("--ca") { HelpName = "FILE", Description = "Trust this PEM authority for HTTPS. Default: those in --data, where there are any.", Recursive = true };
    private readonly Option<string?> _data = new("--data") { HelpName = "DIRECTORY", Description = "The data directory of a control plane on this machine.", Recursive = true };

    private readonly Option<string?> _reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the events of what the command changes.", Recursive = true };

    /// <summary>Adds the options to a command and all below it.</summary>
    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_tokenFile);
        command.Add(_authority);
        command.Add(_data);
        command.Add(_reason);
    }

    /// <summary>The data directory meant, whether or not it exists.</summary>
    public string DataDirectory(ParseResult parsed) => Told(parsed, _data, "DATA") ?? ProcessEnvironment.DefaultData;

    /// <summary>Whether a server is named, so that no data directory is needed to find it.</summary>
    public bool NamesServer(ParseResult parsed) => Told(parsed, _server, "SERVER") is not null;

    /// <summary>A client of the control plane that the options name.</summary>
    /// <exception cref="CliException">It cannot be told which, or the token cannot be read.</exception>
    public ApiClient Connect(ParseResult parsed)
    {
        var data = DataDirectory(parsed);
        var server = Told(parsed, _server, "SERVER");
        var address = server is null
            ? PublishedAddresses.Operators(data)
            : Uri.TryCreate(server, UriKind.Absolute, out var given) && given.Scheme is "http" or "https" ? given : null;
        if (address is null)
            throw new CliException(ExitCodes.Usage, server is null
                ? $"No control plane has served from {data}. Start one with 'pdp-control serve', or name one with --server or --data."
                : "--server must be an http or https URL.");
        var tokenFile = Told(parsed, _tokenFile, "TOKEN_FILE") ?? Path.Combine(data, AdminToken.FileName);
        IReadOnlyList<string> authorities = Told(parsed, _authority, "CA") is { } told ? [told] : Existing(data);
        return new ApiClient(address, Token(tokenFile), authorities, Reason(parsed));
    }

    private string? Reason(ParseResult parsed)
    {
        var reason = parsed.GetValue(_reason)?.Trim();
        return reason is null || (reason.Length > 0 && !reason.Any(char.IsControl))
            ? reason
            : throw new CliException(ExitCodes.Usage, "--reason must be text on one line.");
    }

    private static string? Told(ParseResult parsed, Option<string?> option, string name) =>
        parsed.GetValue(option) ?? ProcessEnvironment.Read().GetValueOrDefault(ProcessEnvironment.Prefix + name);

    private static string Token(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"The token file {path} cannot be read. Name another with --token-file.");
        }
    }

    private static IReadOnlyList<string> Existing(string data) => Directory.Exists(data)
        ? [.. new[] { CertificateAuthority.CertificateFileName }.Concat(KeyFile.In(data)).Where(name => name.EndsWith(".crt", StringComparison.Ordinal))
            .Select(name => Path.Combine(data, name)).Where(File.Exists)]
        : [];
}
