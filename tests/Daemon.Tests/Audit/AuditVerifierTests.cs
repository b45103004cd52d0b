using FsCheck;
using FsCheck.Fluent;
using Pdp.Daemon.Audit.Verification;
using Pdp.Daemon.Cli;
using Pdp.Daemon.Hosting;

namespace Pdp.Daemon.Tests.Audit;

/// <summary>Whatever somebody does to a trail is found.</summary>
public sealed class AuditVerifierTests : IDisposable
{
    private readonly Trail _trail = new();
    private readonly Trail _other = new();

    [Fact]
    public void An_edit_is_found_and_only_it()
    {
        _trail.Run(5);
        Change(0, lines => lines[2] = lines[2].Replace("c1", "cX", StringComparison.Ordinal));

        var finding = Assert.Single(_trail.Verify().Findings);
        Assert.Equal((FindingKind.Broken, 3), (finding.Kind, finding.Line));
        Assert.Equal("the line is not as it was written", finding.Message);
    }

    [Fact]
    public void An_edit_with_a_hash_of_its_own_breaks_the_next_record()
    {
        _trail.Run(5);
        _other.Run(5);
        Change(0, lines => lines[2] = File.ReadAllLines(_other.Files[0])[2]);
        Assert.Empty(_trail.Verify().Findings);

        _other.Time.Advance(TimeSpan.FromHours(1));
        _other.Run(1);
        var foreign = File.ReadAllLines(_other.Files[1])[1].Replace("\"seq\":9,", "\"seq\":3,", StringComparison.Ordinal);
        Change(0, lines => lines[2] = foreign);
        Assert.Equal(FindingKind.Broken, _trail.Verify().Worst);
    }

    [Fact]
    public void Lines_that_are_missing_are_named()
    {
        _trail.Run(9);
        Change(0, lines => lines.RemoveRange(3, 2));
        Assert.Equal("records 4 to 5 are missing", Assert.Single(_trail.Verify().Findings).Message);
    }

    [Fact]
    public void A_cut_beginning_of_a_file_is_found()
    {
        _trail.Run(9);
        Change(0, lines => lines.RemoveRange(0, 2));
        Assert.Contains(_trail.Verify().Findings, finding => finding.Message == "the beginning of the file was cut off");
    }

    [Fact]
    public void A_cut_end_is_a_note_and_found_by_a_record_known_from_elsewhere()
    {
        _trail.Run(9);
        var last = _trail.Verify().Last!;
        Change(0, lines => lines.RemoveRange(7, 4));

        Assert.Equal(FindingKind.Note, Assert.Single(_trail.Verify().Findings).Kind);
        var report = _trail.Verify(new AuditExpectations(last));
        Assert.Contains(report.Findings, finding => finding.Message.Contains("is expected and not there", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trail_written_anew_is_found_by_a_record_known_from_elsewhere()
    {
        _trail.Run(9);
        var known = _trail.Verify().Last!;
        _other.Time.Advance(TimeSpan.FromDays(1));
        _other.Run(20);

        Assert.Empty(_other.Verify().Findings);
        Assert.Equal(FindingKind.Broken, _other.Verify(new AuditExpectations(known)).Worst);
        Assert.Empty(_trail.Verify(new AuditExpectations(known)).Findings);
    }

    [Fact]
    public void Whatever_is_done_to_lines_and_files_is_found()
    {
        _trail.Run(40, fileBytes: 2500);
        _other.Time.Advance(TimeSpan.FromDays(1));
        _other.Run(40, fileBytes: 2500);
        var known = new AuditExpectations(_trail.Verify().Last, FromStart: true);
        Assert.Empty(_trail.Verify(known).Findings);
        var files = _trail.Files.Select(File.ReadAllBytes).ToList();
        var others = _other.Files.Select(File.ReadAllBytes).ToList();
        Assert.True(files.Count >= 4 && others.Count >= 4);

        var attacks = from kind in Gen.Elements("flip", "delete line", "swap lines", "repeat line", "cut", "drop file", "swap files", "exchange file", "insert")
                      from file in Gen.Choose(0, files.Count - 1)
                      from one in Gen.Choose(0, 100_000)
                      from two in Gen.Choose(1, 255)
                      select (kind, file, one, two);
        Prop.ForAll(attacks.ToArbitrary(), attack =>
        {
            var changed = Attack([.. files], others, attack);
            if (changed.SelectMany(bytes => bytes).SequenceEqual(files.SelectMany(bytes => bytes))) return;
            var verifier = new AuditVerifier(known);
            foreach (var bytes in changed) verifier.Read("file", new MemoryStream(bytes));
            Assert.Equal(FindingKind.Broken, verifier.Finish().Worst);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData("", ExitCodes.Ok, "whole")]
    [InlineData("edit", ExitCodes.Differs, "NOT WHOLE")]
    [InlineData("crash", ExitCodes.Gaps, "whole, but for what it marks itself")]
    [InlineData("none", ExitCodes.NoInput, "")]
    public async Task The_command_says_it_and_ends_accordingly(string damage, int code, string verdict)
    {
        _trail.Run(3, dies: damage == "crash");
        if (damage == "crash")
        {
            using (var file = new FileStream(_trail.Files[0], FileMode.Open)) file.SetLength(file.Length - 5);
            _trail.Run(1);
        }
        if (damage == "edit") Change(0, lines => lines[1] = lines[1].Replace("shop", "bank", StringComparison.Ordinal));
        using var output = new StringWriter();
        using var error = new StringWriter();

        var path = damage == "none" ? _trail.Path + "-none" : _trail.Path;
        Assert.Equal(code, await AgentCommandLine.InvokeAsync(["verify-audit", path], output, error));
        Assert.Contains(verdict, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(damage == "none", error.ToString().Length > 0);
    }

    public void Dispose()
    {
        _trail.Dispose();
        _other.Dispose();
    }

    private static List<byte[]> Attack(List<byte[]> files, List<byte[]> others, (string Kind, int File, int One, int Two) attack)
    {
        var bytes = (byte[])files[attack.File].Clone();
        var lines = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n').ToList();
        var (one, two) = (attack.One % lines.Count, (attack.One + attack.Two) % lines.Count);
        switch (attack.Kind)
        {
            case "flip":
                bytes[attack.One % bytes.Length] ^= (byte)attack.Two;
                files[attack.File] = bytes;
                return files;
            case "cut":
                files[attack.File] = bytes[..(attack.One % bytes.Length)];
                return files;
            case "drop file":
                files.RemoveAt(attack.File);
                return files;
            case "swap files":
                (files[attack.File], files[attack.One % files.Count]) = (files[attack.One % files.Count], files[attack.File]);
                return files;
            case "exchange file":
                files[attack.File] = others[attack.One % others.Count];
                return files;
            case "delete line":
                lines.RemoveAt(one);
                break;
            case "swap lines":
                (lines[one], lines[two]) = (lines[two], lines[one]);
                break;
            case "repeat line":
                lines.Insert(two, lines[one]);
                break;
            default:
                lines.Insert(one, System.Text.Encoding.UTF8.GetString(others[0]).Split('\n')[attack.Two % 5]);
                break;
        }
        files[attack.File] = System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return files;
    }

    private void Change(int file, Action<List<string>> change)
    {
        var lines = File.ReadAllLines(_trail.Files[file]).ToList();
        change(lines);
        File.WriteAllText(_trail.Files[file], string.Concat(lines.Select(line => line + "\n")));
    }
}
