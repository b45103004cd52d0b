using Pdp.ControlStub.Gateway.Questions;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What operators ask of the agent.</content>
internal sealed partial class AgentSession
{
    private readonly PlanQuestions _questions = new();

    /// <summary>Asks what applying an intent now would change.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="limit">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer; null when the session is not ready, ends, or too much is asked of it already.</returns>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<AnswerFrame?> PlanAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!_delivers || _questions.Next(id) is not var (ask, answer))
            return null;
        try
        {
            await WriteAsync(ask, cancellationToken);
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The reader notices the same and ends the session.
            return null;
        }

        return await answer.WaitAsync(limit, _context.Time, cancellationToken);
    }
}
