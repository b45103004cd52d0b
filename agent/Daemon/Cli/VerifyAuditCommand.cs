using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Audit.Verification;
using Pdp.Daemon.Hosting;
using Pdp.Protocol.Bootstrap;

namespace Pdp.Daemon.Cli;

/// <summary><c>pdp-agent verify-audit</c>.</summary>
internal static class VerifyAuditCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files in their order, or the directory they are in.",
            Arity = ArgumentArity.OneOrMore,
        };
        var expect = new Option<string?>("--expect")
        {
            HelpName = "SEQ:HASH",
            Description = "A record that must be there, from a copy kept elsewhere; finds a cut end and a trail written anew.",
        };
        var fromStart = new Option<bool>("--from-start") { Description = "The first record ever must be there." };
        var authority = new Option<string?>("--authority")
        {
            HelpName = "FILE",
            Description = "PEM certificates of the authority that issues the agents': some of the trail must be signed by one of them.",
        };
        var command = new Command(
            "verify-audit",
            "Checks that an audit trail is as it was written: no edit, gap, cut, no records or files exchanged. "
            + "Exit codes: 0 whole, 1 not whole, 2 whole but for gaps the trail marks itself, 66 a file cannot be read.")
        {
            files, expect, fromStart, authority,
        };
        expect.Validators.Add(result =>
        {
            if (Known(result.GetValueOrDefault<string?>() ?? "") is null)
                result.AddError("--expect: must be SEQ:HASH, such as 42:9f86…, the number and the hash of a record");
        });
        command.SetAction(async (parsed, _) => await VerifyAsync(
            parsed.GetValue(files)!,
            () => new AuditExpectations(
                Known(parsed.GetValue(expect) ?? ""), parsed.GetValue(fromStart), Authorities(parsed.GetValue(authority))),
            output,
            error));
        return command;
    }

    private static async Task<int> VerifyAsync(string[] paths, Func<AuditExpectations> expectations, TextWriter output, TextWriter error)
    {
        AuditVerifier verifier;
        try
        {
            verifier = new AuditVerifier(expectations());
            foreach (var file in paths.SelectMany(path => Directory.Exists(path) ? new AuditFolder(path).Files : [path]))
            {
                await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                verifier.Read(file, content);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"pdp-agent: {failure.Message}");
            return ExitCodes.NoInput;
        }
        return await TellAsync(verifier.Finish(), output);
    }

    private static async Task<int> TellAsync(AuditReport report, TextWriter output)
    {
        foreach (var finding in report.Findings) await output.WriteLineAsync($"{Word(finding.Kind)} {finding}");
        var last = report.Last is { Hash.Length: > 0 } link ? $", the last is {link.Seq}:{link.Hash}" : "";
        var signed = report.Signed is { } seq ? $", signed up to {seq}" : "";
        await output.WriteLineAsync($"{report.Records} records in {report.Files} files{last}{signed}");
        var (verdict, code) = report switch
        {
            { Records: 0 } or { Worst: FindingKind.Broken } => ("NOT WHOLE", ExitCodes.Differs),
            { Worst: FindingKind.MarkedGap } => ("whole, but for what it marks itself", ExitCodes.Gaps),
            _ => ("whole", ExitCodes.Ok),
        };
        await output.WriteLineAsync(verdict);
        return code;
    }

    private static X509Certificate2Collection? Authorities(string? path)
    {
        if (path is null) return null;
        return CaCertificates.TryRead(File.ReadAllText(path), out var authorities)
            ? authorities
            : throw new IOException($"{path}: must be PEM certificates");
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Broken => "BROKEN",
        FindingKind.MarkedGap => "gap   ",
        _ => "note  ",
    };

    private static ChainLink? Known(string text) =>
        text.Split(':') is [var seq, { Length: 64 } hash]
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && hash.All(char.IsAsciiHexDigitLower)
            ? new ChainLink(number, hash)
            : null;
}
