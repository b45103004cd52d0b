using Pdp.Core.Logs;

namespace Pdp.LogStore;

/// <summary>Where collected entries go: the agent's own store, or a log system of the customer's. Remembers how far each source was read.</summary>
public interface ILogSink
{
    /// <summary>How far a source was read; null when nothing of it is known.</summary>
    LogPosition? PositionOf(LogSource source);

    /// <summary>
    /// Takes entries and positions; they are kept when it returns. Which of a source's batches were taken after an exception is seen from
    /// <see cref="PositionOf"/>.
    /// </summary>
    /// <exception cref="LogStoreException">They are not kept now; to be read and given again.</exception>
    Task AppendAsync(IReadOnlyList<SourceBatch> batches, CancellationToken cancellationToken);

    /// <summary>Forgets how far sources that are no more were read.</summary>
    /// <exception cref="LogStoreException">It cannot be done now.</exception>
    Task ForgetAsync(IReadOnlyCollection<LogSource> sources, CancellationToken cancellationToken);
}
