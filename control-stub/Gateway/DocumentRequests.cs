using Pdp.ControlStub.Gateway.Questions;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>Which documents a session still wants of its agent: each asked for once, no more at a time than the protocol allows. Safe for several threads.</summary>
internal sealed class DocumentRequests
{
    // The rest is for what operators ask.
    private const int Most = ProtocolLimits.Asks - PlanQuestions.Most;

    private readonly Lock _lock = new();
    private readonly Queue<HeldRecord> _waiting = new();
    private readonly Dictionary<string, HeldRecord> _asked = [];
    private long _number;

    /// <summary>Wants a document from now on.</summary>
    public void Add(HeldRecord held)
    {
        lock (_lock)
        {
            if (!_waiting.Concat(_asked.Values).Any(h => h.Stamp == held.Stamp))
                _waiting.Enqueue(held);
        }
    }

    /// <summary>The next question to send; null while there is none, or too many are not answered.</summary>
    public AskFrame? Next()
    {
        lock (_lock)
        {
            if (_asked.Count >= Most || !_waiting.TryDequeue(out var held))
                return null;
            var request = $"document-{++_number}";
            _asked.Add(request, held);
            return new AskFrame(request, AskKind.Describe, held.Stamp.Id, Document: true);
        }
    }

    /// <summary>What an answer is about; null when it answers nothing.</summary>
    public HeldRecord? Answered(string requestId)
    {
        lock (_lock)
            return _asked.Remove(requestId, out var held) ? held : null;
    }
}
