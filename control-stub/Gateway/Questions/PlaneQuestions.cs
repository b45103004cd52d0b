using System.Text.Json;
using System.Threading.Channels;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway.Questions;

/// <summary>
/// Asks the agent of a plane what applying an intent would change, whichever process holds its session: the one here is asked at once, one
/// elsewhere by way of the store (<see cref="QuestionRelay"/>).
/// </summary>
internal sealed class PlaneQuestions(IControlStore store, SessionDirectory sessions, TimeProvider time)
{
    /// <summary>How long an agent may take: each object is a dry run of the API server.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // What the other process adds to it: hearing of the question, and writing the answer.
    private static readonly TimeSpan _way = TimeSpan.FromSeconds(5);

    // Notices get lost with the connection that carries them; whoever waits also looks.
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Asks.</summary>
    public async Task<QuestionAnswer> AskAsync(string plane, string intent, CancellationToken cancellationToken)
    {
        if (await AskHereAsync(plane, intent, cancellationToken) is { } answer)
            return answer;
        return await store.Planes.FindAsync(plane, cancellationToken) is { Connection: not null }
            ? await AskElsewhereAsync(plane, intent, cancellationToken)
            : QuestionAnswer.NotConnected;
    }

    /// <summary>Asks the session this process holds; null when it holds none.</summary>
    public async Task<QuestionAnswer?> AskHereAsync(string plane, string intent, CancellationToken cancellationToken)
    {
        if (sessions.Of(plane).FirstOrDefault(s => s.Seat > 0) is not { } session)
            return null;
        try
        {
            return await session.PlanAsync(intent, Limit, cancellationToken) is { } frame ? QuestionAnswer.Of(frame) : QuestionAnswer.Busy;
        }
        catch (TimeoutException)
        {
            return QuestionAnswer.Late;
        }
    }

    private async Task<QuestionAnswer> AskElsewhereAsync(string plane, string intent, CancellationToken cancellationToken)
    {
        var question = new QuestionRecord(Guid.NewGuid().ToString("N"), plane, intent, time.GetUtcNow());
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = store.Changes.Subscribe(change =>
        {
            if (change is StoreChange.Interrupted || (change is StoreChange.QuestionAnswered { Id: var id } && id == question.Id))
                news.Writer.TryWrite(true);
        });
        await store.Questions.AskAsync(question, cancellationToken);
        try
        {
            return await WaitAsync(question.Id, news.Reader, cancellationToken);
        }
        finally
        {
            await store.Questions.ForgetAsync(question.Id, CancellationToken.None);
        }
    }

    private async Task<QuestionAnswer> WaitAsync(string id, ChannelReader<bool> news, CancellationToken cancellationToken)
    {
        for (var asked = time.GetTimestamp(); time.GetElapsedTime(asked) < Limit + _way;)
        {
            if (await store.Questions.AnswerOfAsync(id, cancellationToken) is { } text)
                return JsonSerializer.Deserialize(text, QuestionJson.Default.QuestionAnswer)!;
            using var patience = new CancellationTokenSource(_lookEvery, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await news.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Looks without having heard.
            }
        }

        return QuestionAnswer.Late;
    }
}
