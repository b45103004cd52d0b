using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway.Questions;

/// <summary>Answers what other processes ask of agents whose sessions this process holds.</summary>
internal sealed partial class QuestionRelay(
    IControlStore store, SessionDirectory sessions, PlaneQuestions questions, ILogger<QuestionRelay> logger) : BackgroundService
{
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, Task> _asked = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = store.Changes.Subscribe(Hear);
        try
        {
            await foreach (var _ in _news.Reader.ReadAllAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }

        await Task.WhenAll(_asked.Values);
    }

    private void Hear(StoreChange change)
    {
        if (change is StoreChange.Interrupted || (change is StoreChange.QuestionAsked { Plane: var plane } && sessions.Of(plane).Count > 0))
            _news.Writer.TryWrite(true);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var question in await store.Questions.OpenAsync(cancellationToken))
                if (sessions.Of(question.Plane).Any(s => s.Seat > 0))
                    _ = _asked.GetOrAdd(question.Id, _ => AnswerAsync(question, cancellationToken));
        }
#pragma warning disable CA1031 // Whoever asked gives up in time, and may ask again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    private async Task AnswerAsync(QuestionRecord question, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            if (await questions.AskHereAsync(question.Plane, question.Intent, cancellationToken) is { } answer)
                await store.Questions.AnswerAsync(
                    question.Id, JsonSerializer.Serialize(answer, QuestionJson.Default.QuestionAnswer), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }
#pragma warning disable CA1031 // Whoever asked gives up in time, and may ask again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
        finally
        {
            _asked.TryRemove(question.Id, out _);
        }
    }

    [LoggerMessage(2030, LogLevel.Warning, "What another process asks of an agent here could not be answered")]
    private partial void LogFailed(Exception error);
}
