using System.Text;
using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Audit.Verification;

namespace Pdp.Daemon.Tests.Audit;

public sealed class AuditWriterTests : IDisposable
{
    private readonly Trail _trail = new();

    [Fact]
    public void A_record_is_one_line_of_JSON_with_what_is_known_and_nothing_else()
    {
        using (var writer = _trail.Writer())
        {
            writer.Write([new AuditEvent(AuditTypes.SecretResolved) { Intent = "shop", Store = "vault", Secret = "shop/db", Version = "3" }]);
        }

        var lines = File.ReadAllLines(Assert.Single(_trail.Files));
        var record = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal(
            ["seq", "time", "type", "intent", "store", "secret", "version", "prev", "hash"], record.EnumerateObject().Select(member => member.Name));
        Assert.Equal(2, record.GetProperty("seq").GetInt64());
        Assert.Equal("2030-01-02T03:04:05.0000000Z", record.GetProperty("time").GetString());
        Assert.Equal(JsonDocument.Parse(lines[0]).RootElement.GetProperty("hash").GetString(), record.GetProperty("prev").GetString());
    }

    [Fact]
    public void A_restart_continues_the_chain_in_a_new_file()
    {
        _trail.Run(3);
        _trail.Run(2);

        Assert.Equal(["audit-000000000001.jsonl", "audit-000000000006.jsonl"], _trail.Files.Select(Path.GetFileName));
        var report = _trail.Verify(new AuditExpectations(FromStart: true));
        Assert.Empty(report.Findings);
        Assert.Equal(9, report.Records);
        Assert.Contains("what was before was closed", File.ReadAllText(_trail.Files[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_full_is_followed_by_the_next_and_the_oldest_go()
    {
        _trail.Run(100, fileBytes: 2000, files: 3);

        Assert.Equal(3, _trail.Files.Count);
        var note = Assert.Single(_trail.Verify().Findings);
        Assert.Equal(FindingKind.Note, note.Kind);
        Assert.Contains("those before it are not here", note.Message, StringComparison.Ordinal);
        Assert.Equal(FindingKind.Broken, _trail.Verify(new AuditExpectations(FromStart: true)).Worst);
    }

    [Fact]
    public void A_line_cut_by_a_crash_is_left_and_marked()
    {
        _trail.Run(5, dies: true);
        using (var file = new FileStream(_trail.Files[0], FileMode.Open)) file.SetLength(file.Length - 20);
        _trail.Run(1);

        var gap = Assert.Single(_trail.Verify().Findings);
        Assert.Equal(FindingKind.MarkedGap, gap.Kind);
        Assert.Contains("was cut, as after a crash", gap.Message, StringComparison.Ordinal);
        Assert.Contains("its last line was cut", File.ReadAllText(_trail.Files[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_marked_once_it_can_be_again_and_the_copies_have_it()
    {
        using var writer = _trail.Writer(fileBytes: 1);
        writer.Write([Trail.Event(1)]);
        var aside = _trail.Path + "-aside";
        Directory.Move(_trail.Path, aside);
        File.WriteAllText(_trail.Path, "in the way");
        Assert.ThrowsAny<IOException>(() => writer.Write([Trail.Event(2)]));
        Assert.ThrowsAny<IOException>(() => writer.Write([Trail.Event(3), Trail.Event(4)]));
        File.Delete(_trail.Path);
        Directory.Move(aside, _trail.Path);
        writer.Write([Trail.Event(5)]);

        var report = _trail.Verify();
        var gap = Assert.Single(report.Findings, finding => finding.Kind == FindingKind.MarkedGap);
        Assert.Contains("records 3 to 7 are missing, as the trail says itself", gap.Message, StringComparison.Ordinal);
        Assert.NotEqual(FindingKind.Broken, report.Worst);
        Assert.Equal(2, _trail.Files.Count);

        var verifier = new AuditVerifier(new AuditExpectations(FromStart: true));
        verifier.Read("copy", new MemoryStream(Encoding.UTF8.GetBytes(_trail.Copy.ToString())));
        Assert.NotEqual(FindingKind.Broken, verifier.Finish().Worst);
        Assert.Equal(9, verifier.Finish().Records);
    }

    [Fact]
    public void A_file_somebody_writes_into_is_noticed_at_the_next_record()
    {
        using var writer = _trail.Writer();
        writer.Write([Trail.Event(1), Trail.Event(2)]);
        using (var file = new FileStream(_trail.Files[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(100);
        writer.Write([Trail.Event(3)]);

        Assert.Contains(_trail.Verify().Findings, finding => finding.Message.Contains("somebody else changed the file", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_believed_at_the_start_begins_a_chain_that_says_so()
    {
        _trail.Run(3);
        File.AppendAllText(_trail.Files[0], "{\"seq\":99}\n");
        _trail.Run(1);

        Assert.Equal(FindingKind.Broken, _trail.Verify().Worst);
        Assert.Contains("cannot be believed", File.ReadAllText(_trail.Files[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_any_kind_and_length_stays_one_record()
    {
        using (var writer = _trail.Writer())
        {
            writer.Write(
            [
                new AuditEvent(AuditTypes.IntentAnswered)
                {
                    Intent = "a\nb\u2028\"}", Note = new string('x', 100_000), Reasons = [.. Enumerable.Repeat("\u0000\ud800", 1000)],
                },
            ]);
            writer.Write([new AuditEvent(ChainTypes.Closed)]);
        }

        Assert.Empty(_trail.Verify(new AuditExpectations(FromStart: true)).Findings);
        Assert.Equal(3, File.ReadAllLines(_trail.Files[0]).Length);
    }

    public void Dispose() => _trail.Dispose();
}
