using System.Security.Cryptography.X509Certificates;

namespace Pdp.Daemon.Audit.Verification;

/// <summary>
/// Follows the chain through files and tells everywhere it is not as it was written: edits, gaps, cuts, records or files exchanged or in
/// another order. For one look; make another for the next.
/// </summary>
/// <param name="expectations">What is known of the trail from elsewhere.</param>
internal sealed class AuditVerifier(AuditExpectations expectations)
{
    private readonly List<AuditFinding> _findings = [];
    private ChainLink? _last;
    private string _lastType = "";
    private string _file = "";
    private bool _isTrusted = true;
    private bool _wasCut;
    private bool _wasSeen;
    private long _records;
    private long? _signed;
    private int _files;
    private int _line;

    /// <summary>Looks through the next file.</summary>
    public void Read(string name, Stream content)
    {
        (_file, _line) = (name, 0);
        _files++;
        foreach (var line in AuditLines.Read(content))
        {
            _line++;
            if (!line.IsWhole) _wasCut = true;
            else if (AuditLine.Read(line.Bytes) is { } record) Follow(record);
            else Edited();
        }
        if (_line == 0) Add(FindingKind.Broken, "the file is empty");
    }

    /// <summary>Ends the look.</summary>
    public AuditReport Finish()
    {
        if (_wasCut) Add(FindingKind.Broken, "the last line was cut");
        _line = 0;
        if (_last is not null && _lastType != ChainTypes.Closed && !_wasCut)
            Add(FindingKind.Note, $"ends with record {_last.Seq} without a close: the agent runs, has died, or the end was cut off");
        if (expectations.Known is { } known && !_wasSeen)
        {
            Add(FindingKind.Broken, _last?.Seq >= known.Seq
                ? $"record {known.Seq} is not the expected one: this is another trail, or it was written anew"
                : $"record {known.Seq} is expected and not there: the end was cut off");
        }
        if (expectations.Authorities is not null && _signed is null) Add(FindingKind.Broken, "no record of it is signed");
        return new AuditReport { Signed = _signed, Files = _files, Records = _records, Last = _last, Findings = _findings };
    }

    private void Follow(AuditRecord record)
    {
        if (_line == 1 && !ChainTypes.Openings.Contains(record.Type)) Add(FindingKind.Broken, "the beginning of the file was cut off");
        if (_wasCut) AfterCut(record);
        if (_last is null) First(record);
        else Compare(record, _last);
        if (record.Type == ChainTypes.Head) Head(record);
        if (record.Type == ChainTypes.Broken) Add(FindingKind.Broken, $"the trail says itself that it was broken: {record.Note}");
        _wasSeen |= record.Link == expectations.Known;
        (_last, _lastType, _isTrusted) = (record.Link, record.Type, true);
        _records++;
    }

    private void Head(AuditRecord record)
    {
        if (ChainHead.Problem(record, expectations.Authorities) is { } problem) Add(FindingKind.Broken, problem);
        else _signed = record.Link.Seq - 1;
    }

    private void First(AuditRecord record)
    {
        if (record.Link.Seq == 1 && record.Previous == ChainLink.Start.Hash) return;
        var kind = expectations.FromStart ? FindingKind.Broken : FindingKind.Note;
        Add(kind, $"begins with record {record.Link.Seq}: those before it are not here");
    }

    private void Compare(AuditRecord record, ChainLink last)
    {
        var (expected, seq) = (last.Seq + 1, record.Link.Seq);
        if (seq < expected)
            Add(FindingKind.Broken, $"record {seq} comes after record {last.Seq}: out of order, or there twice");
        else if (seq > expected && record.Type == ChainTypes.Gap)
            Add(FindingKind.MarkedGap, $"records {expected} to {seq - 1} are missing, as the trail says itself");
        else if (seq > expected)
            Add(FindingKind.Broken, $"records {expected} to {seq - 1} are missing");
        else if (_isTrusted && record.Previous != last.Hash && record.Type != ChainTypes.Broken)
            Add(FindingKind.Broken, $"record {seq} does not follow the one before it: something was exchanged");
    }

    // A line cut by a crash is followed by a file that says so.
    private void AfterCut(AuditRecord record)
    {
        _wasCut = false;
        var isMarked = _line == 1 && record.Type is ChainTypes.Continued or ChainTypes.Gap;
        Add(isMarked ? FindingKind.MarkedGap : FindingKind.Broken, isMarked
            ? "the last line of the file before was cut, as after a crash"
            : "the last line of the file before was cut");
    }

    // The number an edited line had is counted, so that only it is told of and not all that follow.
    private void Edited()
    {
        Add(FindingKind.Broken, "the line is not as it was written");
        _last = new ChainLink((_last?.Seq ?? 0) + 1, "");
        _isTrusted = false;
    }

    private void Add(FindingKind kind, string message) => _findings.Add(new AuditFinding(kind, _file, _line, message));
}

/// <summary>What is known of a trail from elsewhere.</summary>
/// <param name="Known">A record that must be in it, such as the last one a copy of standard output shows.</param>
/// <param name="FromStart">Whether it must begin with the very first record.</param>
/// <param name="Authorities">Whose certificates the heads must be signed with; null when nothing is known of that.</param>
internal sealed record AuditExpectations(ChainLink? Known = null, bool FromStart = false, X509Certificate2Collection? Authorities = null);
