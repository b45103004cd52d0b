using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>
/// A queue of Service Bus, or a subscription to a topic, over its HTTPS interface
/// (https://learn.microsoft.com/rest/api/servicebus/peek-lock-message-non-destructive-read). Requests go to the configured address and to no other,
/// whatever an answer says.
/// </summary>
internal sealed class ServiceBusQueue : IMessageQueue
{
    private const string Scope = "https://servicebus.azure.net/.default";
    private const int MostBytes = 256 * 1024;
    private const int WaitSeconds = 30;

    private readonly HttpPipeline _pipeline;
    private readonly Uri _entity;
    private readonly IDisposable? _owned;

    public ServiceBusQueue(Uri address, string entity, TokenCredential credential, HttpPipelineTransport transport, IDisposable? owned = null)
    {
        var options = new Options { Transport = transport, Retry = { MaxRetries = 0 } };
        KeyVaultStoreOptions.Quiet(options.Diagnostics);
        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, Scope));
        (_entity, _owned) = (new Uri(address, $"{entity}/messages/"), owned);
    }

    /// <inheritdoc/>
    public async Task<QueueMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = await SendAsync(RequestMethod.Post, $"head?timeout={WaitSeconds}", cancellationToken);
        return message.Response.Status == StatusCodes.Status201Created ? await ReadAsync(message.Response, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public Task CompleteAsync(QueueMessage message, CancellationToken cancellationToken) => SettleAsync(RequestMethod.Delete, message, cancellationToken);

    /// <inheritdoc/>
    public Task AbandonAsync(QueueMessage message, CancellationToken cancellationToken) => SettleAsync(RequestMethod.Put, message, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    private async Task SettleAsync(RequestMethod method, QueueMessage message, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, $"{Uri.EscapeDataString(message.Id)}/{Uri.EscapeDataString(message.LockToken)}", cancellationToken);
    }

    private async Task<HttpMessage> SendAsync(RequestMethod method, string path, CancellationToken cancellationToken)
    {
        var message = _pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(_entity, path));
        // A body, though an empty one: the interface asks for its length.
        message.Request.Content = RequestContent.Create(ReadOnlyMemory<byte>.Empty);
        try
        {
            await _pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception failure) when (failure is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            message.Dispose();
            throw new SecretStoreUnavailableException("its queue of changes cannot be reached, or Azure gives the agent no token for it");
        }
        if (message.Response.Status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices) return message;
        var status = message.Response.Status;
        message.Dispose();
        throw new SecretStoreUnavailableException(status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden =>
                $"its queue of changes does not let the agent read (HTTP {status}): the identity needs the role Azure Service Bus Data Receiver",
            StatusCodes.Status404NotFound or StatusCodes.Status410Gone => $"its queue of changes or a message in it is not there (HTTP {status})",
            _ => $"its queue of changes fails (HTTP {status})",
        });
    }

    private static async Task<QueueMessage> ReadAsync(Response response, CancellationToken cancellationToken)
    {
        try
        {
            using var properties = JsonDocument.Parse(response.Headers.TryGetValue("BrokerProperties", out var text) ? text : "");
            var (id, token) = (properties.RootElement.GetProperty("MessageId").GetString(), properties.RootElement.GetProperty("LockToken").GetString());
            if (id is { Length: > 0 } && token is { Length: > 0 }) return new QueueMessage(id, token, await BodyAsync(response, cancellationToken));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            // Told below.
        }
        throw new SecretStoreUnavailableException("its queue of changes answered with something that is no message: check its address");
    }

    // Cut off, it is nothing that can be read, and is dropped like anything else that is not.
    private static async Task<byte[]> BodyAsync(Response response, CancellationToken cancellationToken)
    {
        var body = new byte[MostBytes];
        var read = response.ContentStream is { } stream ? await stream.ReadAtLeastAsync(body, MostBytes, throwOnEndOfStream: false, cancellationToken) : 0;
        return body[..read];
    }

    private sealed class Options : ClientOptions;
}
