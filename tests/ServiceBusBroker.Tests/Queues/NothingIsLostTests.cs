using Amqp;
using FsCheck.Xunit;

namespace ServiceBusBroker.Tests.Queues;

public sealed class NothingIsLostTests
{
    /// <summary>What may happen to a queue. Random numbers are mapped to these.</summary>
    private enum Step
    {
        Send, SendScheduled, SendExpiring, Receive, Complete, Abandon, Release, Defer, ReceiveDeferred, DeadLetter, Renew, Cancel, Wait,
    }

    [Property(MaxTest = 300)]
    public bool Every_message_is_always_in_exactly_one_place_or_done(byte[] choices)
    {
        var q = new QueueUnderTest(options => options with { DefaultTimeToLive = TimeSpan.FromMinutes(5) });
        var tokens = new List<Guid>();
        var numbers = new List<long>();
        int sent = 0, done = 0;
        foreach (var choice in choices)
        {
            var token = tokens.Count == 0 ? Guid.Empty : tokens[choice % tokens.Count];
            var number = numbers.Count == 0 ? 0 : numbers[choice % numbers.Count];
            switch ((Step)(choice % Enum.GetValues<Step>().Length))
            {
                case Step.Send:
                    numbers.Add(q.Send($"{sent++}"));
                    break;
                case Step.SendScheduled:
                    numbers.Add(q.Send($"{sent++}", scheduledIn: TimeSpan.FromSeconds(choice)));
                    break;
                case Step.SendExpiring:
                    numbers.Add(q.Send($"{sent++}", timeToLive: TimeSpan.FromSeconds(choice + 1)));
                    break;
                case Step.Receive:
                    if (q.Queue.Receive() is { } delivery)
                        tokens.Add(delivery.LockToken);
                    break;
                case Step.Complete:
                    done += q.Queue.Complete(token) ? 1 : 0;
                    break;
                case Step.Abandon:
                    q.Queue.Abandon(token);
                    break;
                case Step.Release:
                    q.Queue.Release(token);
                    break;
                case Step.Defer:
                    q.Queue.Defer(token);
                    break;
                case Step.ReceiveDeferred:
                    tokens.AddRange(ReceiveDeferred(q, number));
                    break;
                case Step.DeadLetter:
                    q.Queue.DeadLetter(token, "Poison", null);
                    break;
                case Step.Renew:
                    q.Queue.Renew(token);
                    break;
                case Step.Cancel:
                    done += q.Queue.CancelScheduled(number) ? 1 : 0;
                    break;
                case Step.Wait:
                    q.Time.Advance(TimeSpan.FromSeconds(choice));
                    break;
            }
        }

        var counts = q.Queue.Count();
        var distinct = q.Bodies().Concat(q.DeadLetters.Peek(0, int.MaxValue, long.MaxValue).Select(q.Body)).Distinct().Count();
        return counts.Live + counts.DeadLettered + done == sent && distinct == sent - done;
    }

    private static IEnumerable<Guid> ReceiveDeferred(QueueUnderTest q, long number)
    {
        try
        {
            return q.Queue.ReceiveDeferred([number], peekLock: true).Select(found => found.LockToken);
        }
        catch (AmqpException)
        {
            return []; // The message was not deferred.
        }
    }
}
