using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway.Questions;

/// <summary>
/// What operators ask of the agent of one session: what applying an intent now would change. A few at a time; who gives up waiting still takes
/// a place until the agent has answered, for the agent counts as well. Safe for several threads.
/// </summary>
internal sealed class PlanQuestions
{
    /// <summary>Most questions at a time.</summary>
    public const int Most = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource<AnswerFrame?>> _asked = [];
    private long _number;
    private bool _isOver;

    /// <summary>The question to send, and its answer to come, null when the session ends first; null when too many are not answered.</summary>
    public (AskFrame Ask, Task<AnswerFrame?> Answer)? Next(string id)
    {
        lock (_lock)
        {
            if (_isOver || _asked.Count >= Most)
                return null;
            var ask = new AskFrame($"plan-{++_number}", AskKind.Plan, id);
            var answer = new TaskCompletionSource<AnswerFrame?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Add(ask.RequestId, answer);
            return (ask, answer.Task);
        }
    }

    /// <summary>Takes an answer, if it is one to these questions.</summary>
    public bool TryTake(AnswerFrame frame)
    {
        lock (_lock)
            return _asked.Remove(frame.RequestId, out var answer) && answer.TrySetResult(frame);
    }

    /// <summary>The session is over: nobody will answer any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            foreach (var answer in _asked.Values)
                answer.TrySetResult(null);
        }
    }
}
