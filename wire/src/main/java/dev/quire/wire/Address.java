package dev.quire.wire;

/**
 * Where messages of one type go that nobody answers: to one consumer by {@link Bus#send}, or to all
 * of them by {@link Bus#publish}.
 *
 * @param name the event bus address
 * @param type what may be sent there: a message, or a sealed interface of messages
 */
public record Address<T extends WireMessage>(String name, Class<T> type) {}
